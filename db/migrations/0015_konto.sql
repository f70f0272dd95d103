-- Kontots e-postadress går att återställa lösenordet med, och hör därför till ett konto åt gången.
ALTER TABLE Anvandare ADD Epost NVARCHAR(254) NULL;
GO

ALTER TABLE Anvandare ADD EpostNormal NVARCHAR(254) NULL;
GO

ALTER TABLE Anvandare ADD SenastInloggad DATETIMEOFFSET(3) NULL;
GO

ALTER TABLE Anvandare ADD LosenordBytt DATETIMEOFFSET(3) NULL;
GO

CREATE UNIQUE INDEX UX_Anvandare_EpostNormal ON Anvandare (EpostNormal) WHERE EpostNormal IS NOT NULL;
GO

-- Administratörens lista läses i namnordning, en sida i taget.
CREATE INDEX IX_Anvandare_Namn ON Anvandare (Namn, Anvandarnamn);
GO

-- En inloggning i en webbläsare. Kakan bär bara id; det som står här avgör om den gäller.
CREATE TABLE Inloggningssession (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Inloggningssession PRIMARY KEY,
    AnvandareId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Inloggningssession_Anvandare REFERENCES Anvandare (Id),
    Skapad       DATETIMEOFFSET(3) NOT NULL,
    Senast       DATETIMEOFFSET(3) NOT NULL,
    Satt         NVARCHAR(60)      NOT NULL,
    Adress       NVARCHAR(60)      NULL,
    Webblasare   NVARCHAR(100)     NULL,
    Avslutad     DATETIMEOFFSET(3) NULL
);
GO

CREATE INDEX IX_Inloggningssession_Anvandare ON Inloggningssession (AnvandareId, Senast);
GO

CREATE INDEX IX_Inloggningssession_Senast ON Inloggningssession (Senast);
GO

-- Engångskoder i en app. Nyckeln är krypterad. Ett steg är 30 sekunder; det senast använda flyttas bara framåt, så att en kod gäller en gång.
-- NyHemlighet är en nyckel som personen har fått se men inte bekräftat med en kod.
CREATE TABLE Tvafaktor (
    AnvandareId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Tvafaktor PRIMARY KEY CONSTRAINT FK_Tvafaktor_Anvandare REFERENCES Anvandare (Id),
    Hemlighet    NVARCHAR(1000)    NULL,
    NyHemlighet  NVARCHAR(1000)    NULL,
    Aktiverad    DATETIMEOFFSET(3) NULL,
    SenasteSteg  BIGINT            NOT NULL
);
GO

-- Reservkoder, för den som inte har telefonen. Summan är saltad; saltet är gemensamt för en omgång så att en kod prövas mot alla på en gång.
CREATE TABLE Reservkod (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Reservkod PRIMARY KEY,
    AnvandareId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Reservkod_Anvandare REFERENCES Anvandare (Id),
    Salt         NVARCHAR(64)      NOT NULL,
    Summa        NVARCHAR(64)      NOT NULL,
    Anvand       DATETIMEOFFSET(3) NULL,
    CONSTRAINT UX_Reservkod_Summa UNIQUE (AnvandareId, Summa)
);
GO

-- Länkar att välja lösenord med. Bara nyckelns summa står här. Avslutad: använd, ersatt av en nyare, eller lösenordet byttes.
CREATE TABLE Engangslank (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Engangslank PRIMARY KEY,
    AnvandareId  UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Engangslank_Anvandare REFERENCES Anvandare (Id),
    Summa        NVARCHAR(64)      NOT NULL CONSTRAINT UX_Engangslank_Summa UNIQUE,
    Skapad       DATETIMEOFFSET(3) NOT NULL,
    GallerTill   DATETIMEOFFSET(3) NOT NULL,
    Avslutad     DATETIMEOFFSET(3) NULL
);
GO

CREATE INDEX IX_Engangslank_Anvandare ON Engangslank (AnvandareId, Skapad);
GO

-- Brev som väntar på att skickas, och hur det gick. Innehållet är krypterat, för det kan bära en länk, och tas bort när brevet är skickat.
-- Nasta flyttas fram av den som tar brevet: två servrar skickar inte samma. Ett brev utan Nasta är skickat eller uppgivet.
CREATE TABLE Utskick (
    Id          UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Utskick PRIMARY KEY,
    Till        NVARCHAR(254)     NOT NULL,
    Amne        NVARCHAR(200)     NOT NULL,
    Innehall    NVARCHAR(4000)    NULL,
    Skapat      DATETIMEOFFSET(3) NOT NULL,
    GallerTill  DATETIMEOFFSET(3) NOT NULL,
    Forsok      INT               NOT NULL,
    Nasta       DATETIMEOFFSET(3) NULL,
    Skickat     DATETIMEOFFSET(3) NULL,
    Fel         NVARCHAR(500)     NULL
);
GO

CREATE INDEX IX_Utskick_Nasta ON Utskick (Nasta) WHERE Nasta IS NOT NULL;
GO

CREATE INDEX IX_Utskick_Skapat ON Utskick (Skapat);
GO
