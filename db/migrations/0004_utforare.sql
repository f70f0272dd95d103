-- Utförare delas av nämnderna och är inget ärende; versionen gör att två som ändrar samtidigt ser varandra.
ALTER TABLE Utforare ADD Version INT NOT NULL CONSTRAINT DF_Utforare_Version DEFAULT 1;
GO

ALTER TABLE Utforare ADD Adress NVARCHAR(400) NULL;
GO

ALTER TABLE Utforare ADD Webbplats NVARCHAR(400) NULL;
GO

ALTER TABLE Utforare ADD Anmarkning NVARCHAR(2000) NULL;
GO

-- Kontaktpersoner hos utföraren. EnhetId när personen hör till en viss enhet.
CREATE TABLE Kontakt (
    Id          UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Kontakt PRIMARY KEY,
    UtforareId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Kontakt_Utforare REFERENCES Utforare (Id),
    EnhetId     UNIQUEIDENTIFIER NULL CONSTRAINT FK_Kontakt_Enhet REFERENCES Enhet (Id),
    Namn        NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Funktion    NVARCHAR(100)    NULL,
    Epost       NVARCHAR(254)    NULL,
    Telefon     NVARCHAR(50)     NULL,
    Version     INT              NOT NULL
);
GO

CREATE INDEX IX_Kontakt_Utforare ON Kontakt (UtforareId, Namn);
GO

-- Tillstånd och kontroller av utföraren (PR-09). En kontroll ändras inte: en ny läggs till, och den senaste av sin sort gäller.
-- Resultat är NULL när kontrollen är gjord men resultatet inte är känt.
CREATE TABLE Kontroll (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Kontroll PRIMARY KEY,
    UtforareId   UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Kontroll_Utforare REFERENCES Utforare (Id),
    Sort         NVARCHAR(30)      NOT NULL,
    Gjord        DATE              NOT NULL,
    Resultat     NVARCHAR(30)      NULL,
    Kalla        NVARCHAR(200)     NOT NULL,
    Beteckning   NVARCHAR(100)     NULL,
    GallerFran   DATE              NULL,
    GallerTill   DATE              NULL,
    NastaSenast  DATE              NULL,
    Anmarkning   NVARCHAR(1000)    NULL,
    GjordAv      NVARCHAR(200)     NOT NULL,
    Registrerad  DATETIMEOFFSET(3) NOT NULL
);
GO

CREATE INDEX IX_Kontroll_Utforare ON Kontroll (UtforareId, Sort, Gjord);
GO

CREATE INDEX IX_Kontroll_NastaSenast ON Kontroll (NastaSenast);
GO

-- Enheter finns hos utförare av alla driftsformer. Plats är var enheten ligger; Platser och Brukare är hur stor den är.
ALTER TABLE Enhet ADD Plats NVARCHAR(200) NULL;
GO

ALTER TABLE Enhet ADD Platser INT NULL;
GO

ALTER TABLE Enhet ADD Brukare INT NULL;
GO

-- Egen regi arbetar efter en uppdragsbeskrivning i stället för ett avtal (LOVP-06).
ALTER TABLE Enhet ADD UppdragDiarienummer NVARCHAR(50) NULL;
GO

ALTER TABLE Enhet ADD UppdragBeslutat DATE NULL;
GO

ALTER TABLE Enhet ADD UppdragGallerTill DATE NULL;
GO
