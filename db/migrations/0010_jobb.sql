-- En körning som gör planer för många nämnder. Det som är kvar att göra är raderna utan utfall: stannar servern fortsätter körningen med dem.
CREATE TABLE Planjobb (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planjobb PRIMARY KEY,
    Ar           INT               NOT NULL,
    StartadAvId  UNIQUEIDENTIFIER  NULL,
    StartadAv    NVARCHAR(200)     NOT NULL,
    Startad      DATETIMEOFFSET(3) NOT NULL,
    Avslutad     DATETIMEOFFSET(3) NULL,
    Pagar        BIT               NOT NULL,
    -- Hur många gånger körningen har påbörjats utan att en enda nämnd har blivit klar.
    Forsok       INT               NOT NULL
);
GO

-- Två som startar samtidigt: bara den ena körningen finns.
CREATE UNIQUE INDEX UX_Planjobb_Pagar ON Planjobb (Pagar) WHERE Pagar = 1;
GO

CREATE INDEX IX_Planjobb_Startad ON Planjobb (Startad);
GO

CREATE TABLE Planjobbrad (
    Id          UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planjobbrad PRIMARY KEY,
    PlanjobbId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planjobbrad_Planjobb REFERENCES Planjobb (Id),
    NamndId     UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planjobbrad_Namnd REFERENCES Namnd (Id),
    Nr          INT               NOT NULL,
    -- Planens tillstånd när körningen startade; NULL när det inte fanns någon plan.
    Fore        NVARCHAR(30)      NULL,
    Utfall      NVARCHAR(30)      NULL,
    Besked      NVARCHAR(2000)    NULL,
    PlanId      UNIQUEIDENTIFIER  NULL,
    Klar        DATETIMEOFFSET(3) NULL,
    CONSTRAINT UX_Planjobbrad_Namnd UNIQUE (PlanjobbId, NamndId)
);
GO

-- När en uppgift först förföll för en person. Uppgifterna räknas fram varje gång; det enda som lagras är att hon ska få veta det, en gång.
CREATE TABLE Forfallonotis (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Forfallonotis PRIMARY KEY,
    AnvandareId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Forfallonotis_Anvandare REFERENCES Anvandare (Id),
    Nyckel       NVARCHAR(200)     NOT NULL,
    Dag          DATE              NOT NULL,
    Noterad      DATETIMEOFFSET(3) NOT NULL,
    Sedd         DATETIMEOFFSET(3) NULL,
    CONSTRAINT UX_Forfallonotis_Uppgift UNIQUE (AnvandareId, Nyckel, Dag)
);
GO
