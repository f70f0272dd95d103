-- En roll kan ha en första och en sista dag. Tom första dag: gäller sedan den gavs. Tom sista dag: tills vidare.
ALTER TABLE Rolltilldelning ADD FranDag DATE NULL;
GO

ALTER TABLE Rolltilldelning ADD TillDag DATE NULL;
GO

-- Den som har en annans roller i en nämnd under en tid. Raden tas aldrig bort: den som ersatte, när och varför ska gå att se efteråt.
CREATE TABLE Ersattare (
    Id              UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Ersattare PRIMARY KEY,
    ForAnvandareId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Ersattare_ForAnvandare REFERENCES Anvandare (Id),
    AnvandareId     UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Ersattare_Anvandare REFERENCES Anvandare (Id),
    NamndId         UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Ersattare_Namnd REFERENCES Namnd (Id),
    FranDag         DATE              NOT NULL,
    TillDag         DATE              NOT NULL,
    Skal            NVARCHAR(500)     NOT NULL,
    Utsedd          DATETIMEOFFSET(3) NOT NULL,
    UtseddAv        NVARCHAR(200)     NOT NULL,
    Aterkallad      DATETIMEOFFSET(3) NULL,
    AterkalladAv    NVARCHAR(200)     NULL,
    CONSTRAINT CK_Ersattare_Period CHECK (TillDag >= FranDag),
    CONSTRAINT CK_Ersattare_Annan CHECK (AnvandareId <> ForAnvandareId)
);
GO

-- Läses vid varje begäran: de som personen ersätter just nu.
CREATE INDEX IX_Ersattare_Anvandare ON Ersattare (AnvandareId, TillDag);
GO

CREATE INDEX IX_Ersattare_ForAnvandare ON Ersattare (ForAnvandareId, TillDag);
GO

-- Vilka av rollerna ersättaren har. Har den ersatta inte längre rollen har ersättaren den inte heller.
CREATE TABLE Ersattarroll (
    ErsattareId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Ersattarroll_Ersattare REFERENCES Ersattare (Id),
    Roll         NVARCHAR(30)     NOT NULL,
    CONSTRAINT PK_Ersattarroll PRIMARY KEY (ErsattareId, Roll)
);
GO
