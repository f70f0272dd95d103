-- Nämndens regler för sin plan. En omgång gäller från sin dag tills nästa börjar gälla; planen för ett år följer den som gäller den 1 januari.
-- Granssort: Andel (hur stor del av raderna som får nivån) eller Poang (från vilken poäng i hundradelar). OkantProcent: vad ett okänt värde ger.
CREATE TABLE Planregelverk (
    Id                             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planregelverk PRIMARY KEY,
    NamndId                        UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planregelverk_Namnd REFERENCES Namnd (Id),
    GallerFran                     DATE              NOT NULL,
    Version                        INT               NOT NULL,
    Granssort                      NVARCHAR(30)      NOT NULL,
    OkantProcent                   INT               NOT NULL,
    ForberedelseManader            INT               NOT NULL,
    TidigaManader                  INT               NOT NULL,
    ManaderEfterStart              INT               NOT NULL,
    LedigManad                     INT               NOT NULL,
    StandardAnsvarig               NVARCHAR(200)     NOT NULL,
    AterkopplingNamnd              NVARCHAR(500)     NOT NULL,
    AterkopplingUtforare           NVARCHAR(500)     NOT NULL,
    AterkopplingAllmanhet          NVARCHAR(500)     NOT NULL,
    AterkopplingAllmanhetValfrihet NVARCHAR(500)     NOT NULL,
    AndradAv                       NVARCHAR(200)     NOT NULL,
    AndradTid                      DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT UX_Planregelverk_GallerFran UNIQUE (NamndId, GallerFran)
);
GO

CREATE TABLE Planvikt (
    RegelverkId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planvikt_Regelverk REFERENCES Planregelverk (Id),
    Faktor       NVARCHAR(30)     NOT NULL,
    Vikt         INT              NOT NULL,
    CONSTRAINT PK_Planvikt PRIMARY KEY (RegelverkId, Faktor)
);
GO

CREATE TABLE Planniva (
    RegelverkId       UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planniva_Regelverk REFERENCES Planregelverk (Id),
    Nr                INT              NOT NULL,
    Namn              NVARCHAR(50)     NOT NULL,
    Grans             INT              NOT NULL,
    IntervallManader  INT              NOT NULL,
    CONSTRAINT PK_Planniva PRIMARY KEY (RegelverkId, Nr)
);
GO

-- Hur många timmar en uppföljning i formen tar.
CREATE TABLE Planformtid (
    RegelverkId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planformtid_Regelverk REFERENCES Planregelverk (Id),
    Form         NVARCHAR(30)     NOT NULL,
    Timmar       INT              NOT NULL,
    CONSTRAINT PK_Planformtid PRIMARY KEY (RegelverkId, Form)
);
GO

-- Det som lag, avtal eller nämnden själv bestämmer om form och intervall. Villkor som är NULL gäller allt. GallerTill är sista dagen.
CREATE TABLE Planregel (
    Id                    UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planregel PRIMARY KEY,
    NamndId               UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planregel_Namnd REFERENCES Namnd (Id),
    Version               INT               NOT NULL,
    Slag                  NVARCHAR(30)      NOT NULL,
    Benamning             NVARCHAR(200)     NOT NULL,
    Kalla                 NVARCHAR(200)     NOT NULL,
    Verksamhetsomrade     NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Driftsform            NVARCHAR(30)      NULL,
    AvtalId               UNIQUEIDENTIFIER  NULL CONSTRAINT FK_Planregel_Avtal REFERENCES Avtal (Id),
    Form                  NVARCHAR(30)      NULL,
    HogstIntervallManader INT               NULL,
    GallerFran            DATE              NOT NULL,
    GallerTill            DATE              NULL,
    AndradAv              NVARCHAR(200)     NOT NULL,
    AndradTid             DATETIMEOFFSET(3) NOT NULL
);
GO

CREATE INDEX IX_Planregel_Namnd ON Planregel (NamndId, GallerFran);
GO

-- Det nämnden vet om risken hos ett avtal eller en enhet och som inte står någon annanstans i registret. NULL är inte känt.
CREATE TABLE Riskuppgift (
    Id               UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Riskuppgift PRIMARY KEY,
    NamndId          UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Riskuppgift_Namnd REFERENCES Namnd (Id),
    AvtalId          UNIQUEIDENTIFIER  NULL CONSTRAINT FK_Riskuppgift_Avtal REFERENCES Avtal (Id),
    EnhetId          UNIQUEIDENTIFIER  NULL CONSTRAINT FK_Riskuppgift_Enhet REFERENCES Enhet (Id),
    Version          INT               NOT NULL,
    Brukare          INT               NULL,
    SenastUppfoljd   DATE              NULL,
    OppnaAvvikelser  INT               NULL,
    Klagomal         INT               NULL,
    KansligGrupp     BIT               NULL,
    EgenVikt         INT               NULL,
    Motiv            NVARCHAR(1000)    NULL,
    AndradAv         NVARCHAR(200)     NOT NULL,
    AndradTid        DATETIMEOFFSET(3) NOT NULL
);
GO

CREATE UNIQUE INDEX UX_Riskuppgift_Avtal ON Riskuppgift (AvtalId) WHERE AvtalId IS NOT NULL;
GO

CREATE UNIQUE INDEX UX_Riskuppgift_Enhet ON Riskuppgift (EnhetId) WHERE EnhetId IS NOT NULL;
GO

CREATE INDEX IX_Riskuppgift_Namnd ON Riskuppgift (NamndId);
GO

-- De som följer upp och hur många timmar de har i var månad.
CREATE TABLE Planbemanning (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Planbemanning PRIMARY KEY,
    NamndId      UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planbemanning_Namnd REFERENCES Namnd (Id),
    Ar           INT              NOT NULL,
    Namn         NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    AnvandareId  UNIQUEIDENTIFIER NULL CONSTRAINT FK_Planbemanning_Anvandare REFERENCES Anvandare (Id),
    Version      INT              NOT NULL,
    CONSTRAINT UX_Planbemanning_Namn UNIQUE (NamndId, Ar, Namn)
);
GO

CREATE TABLE Planbemanningsmanad (
    BemanningId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planbemanningsmanad_Bemanning REFERENCES Planbemanning (Id),
    Manad        INT              NOT NULL,
    Timmar       INT              NOT NULL,
    CONSTRAINT PK_Planbemanningsmanad PRIMARY KEY (BemanningId, Manad)
);
GO

-- Versionsnr: den version som nämnden senast beslutade. Revideringsskal: varför planen revideras, medan den gör det.
ALTER TABLE Uppfoljningsplan ADD Versionsnr INT NULL;
GO

ALTER TABLE Uppfoljningsplan ADD Revideringsskal NVARCHAR(2000) NULL;
GO

-- Ordinarie eller SarskildGranskning. Samma avtal kan ha flera rader: en delad rad, eller en särskild granskning vid sidan av den ordinarie.
ALTER TABLE Planrad ADD Slag NVARCHAR(30) NOT NULL CONSTRAINT DF_Planrad_Slag DEFAULT 'Ordinarie';
GO

ALTER TABLE Planrad ADD Del INT NOT NULL CONSTRAINT DF_Planrad_Del DEFAULT 1;
GO

DROP INDEX UX_Planrad_Avtal ON Planrad;
GO

DROP INDEX UX_Planrad_Enhet ON Planrad;
GO

CREATE UNIQUE INDEX UX_Planrad_AvtalDel ON Planrad (PlanId, AvtalId, Slag, Del) WHERE AvtalId IS NOT NULL;
GO

CREATE UNIQUE INDEX UX_Planrad_EnhetDel ON Planrad (PlanId, EnhetId, Slag, Del) WHERE EnhetId IS NOT NULL;
GO

ALTER TABLE Planrad ADD UtforareId UNIQUEIDENTIFIER NULL;
GO

-- De månader efter den första perioden då raden följs upp igen under planåret: 6,10.
ALTER TABLE Planrad ADD FlerManader NVARCHAR(60) NULL;
GO

-- Risken så som den räknades när raden gjordes: en faktor per rad, och summan i hundradelar.
ALTER TABLE Planrad ADD Risk NVARCHAR(2000) NULL;
GO

ALTER TABLE Planrad ADD Riskpoang INT NULL;
GO

ALTER TABLE Planrad ADD Riskniva NVARCHAR(50) NULL;
GO

-- Vad som bestämmer intervallet (Lag, Avtal, Namnd, Risk, Hand), och det längsta som lag eller avtal tillåter.
ALTER TABLE Planrad ADD Bestams NVARCHAR(30) NULL;
GO

ALTER TABLE Planrad ADD HogstIntervallManader INT NULL;
GO

-- Radens timmar per tillfälle. NULL: formernas timmar enligt nämndens regler.
ALTER TABLE Planrad ADD Timmar INT NULL;
GO

-- Särskild granskning: NyLag, NamndensBeslut, OrdforandesBeslut eller ChefsBeslut, vad som står i beslutet, och dagen.
ALTER TABLE Planrad ADD Utlosare NVARCHAR(30) NULL;
GO

ALTER TABLE Planrad ADD Utlosartext NVARCHAR(500) NULL;
GO

ALTER TABLE Planrad ADD Utlosardatum DATE NULL;
GO

-- Slag: Register (registret ger skälet), Intervall (följs upp ett annat år), Utelamnad (någon har valt bort raden) eller Sammanslagen (ingår i en annan rad).
ALTER TABLE PlanUtanRad ADD Slag NVARCHAR(30) NOT NULL CONSTRAINT DF_PlanUtanRad_Slag DEFAULT 'Register';
GO

ALTER TABLE PlanUtanRad ADD UtforareId UNIQUEIDENTIFIER NULL;
GO

ALTER TABLE PlanUtanRad ADD GenomRadId UNIQUEIDENTIFIER NULL;
GO

ALTER TABLE PlanUtanRad ADD Riskpoang INT NULL;
GO

ALTER TABLE PlanUtanRad ADD Bestams NVARCHAR(30) NULL;
GO

-- En plan så som nämnden beslutade den. Raderna ligger i egna tabeller och ändras aldrig.
CREATE TABLE Planversion (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planversion PRIMARY KEY,
    PlanId         UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planversion_Plan REFERENCES Uppfoljningsplan (Id),
    Nr             INT               NOT NULL,
    Sammantrade    DATE              NOT NULL,
    Paragraf       NVARCHAR(20)      NOT NULL,
    Checksumma     NVARCHAR(64)      NOT NULL,
    ProgramId      UNIQUEIDENTIFIER  NULL CONSTRAINT FK_Planversion_Program REFERENCES Program (Id),
    Skal           NVARCHAR(2000)    NULL,
    RegistreradAv  NVARCHAR(200)     NOT NULL,
    Registrerad    DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT UX_Planversion_Nr UNIQUE (PlanId, Nr)
);
GO

CREATE TABLE Planversionsrad (
    VersionId              UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planversionsrad_Version REFERENCES Planversion (Id),
    Id                     UNIQUEIDENTIFIER NOT NULL,
    Nr                     INT              NOT NULL,
    AvtalId                UNIQUEIDENTIFIER NULL,
    EnhetId                UNIQUEIDENTIFIER NULL,
    UtforareId             UNIQUEIDENTIFIER NULL,
    Slag                   NVARCHAR(30)     NOT NULL,
    Del                    INT              NOT NULL,
    Verksamhetsomrade      NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Objekt                 NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Utforare               NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Driftsform             NVARCHAR(30)     NULL,
    Avtalsnummer           NVARCHAR(50)     NULL,
    Start                  DATE             NULL,
    Slut                   DATE             NULL,
    VadSomFoljsUpp         NVARCHAR(1000)   NOT NULL,
    Former                 NVARCHAR(300)    NOT NULL,
    Ansvarig               NVARCHAR(200)    NOT NULL,
    ForstaManad            INT              NULL,
    SistaManad             INT              NULL,
    FlerManader            NVARCHAR(60)     NULL,
    IntervallManader       INT              NULL,
    AterkopplingNamnd      NVARCHAR(500)    NOT NULL,
    AterkopplingUtforare   NVARCHAR(500)    NOT NULL,
    AterkopplingAllmanhet  NVARCHAR(500)    NOT NULL,
    Skal                   NVARCHAR(4000)   NOT NULL,
    Risk                   NVARCHAR(2000)   NULL,
    Riskpoang              INT              NULL,
    Riskniva               NVARCHAR(50)     NULL,
    Bestams                NVARCHAR(30)     NULL,
    HogstIntervallManader  INT              NULL,
    Timmar                 INT              NULL,
    Utlosare               NVARCHAR(30)     NULL,
    Utlosartext            NVARCHAR(500)    NULL,
    Utlosardatum           DATE             NULL,
    Andrad                 BIT              NOT NULL,
    CONSTRAINT PK_Planversionsrad PRIMARY KEY (VersionId, Id)
);
GO

CREATE TABLE Planversionsutan (
    VersionId          UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planversionsutan_Version REFERENCES Planversion (Id),
    Id                 UNIQUEIDENTIFIER NOT NULL,
    AvtalId            UNIQUEIDENTIFIER NULL,
    EnhetId            UNIQUEIDENTIFIER NULL,
    UtforareId         UNIQUEIDENTIFIER NULL,
    Slag               NVARCHAR(30)     NOT NULL,
    GenomRadId         UNIQUEIDENTIFIER NULL,
    Riskpoang          INT              NULL,
    Bestams            NVARCHAR(30)     NULL,
    Verksamhetsomrade  NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Objekt             NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Utforare           NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Skal               NVARCHAR(500)    NOT NULL,
    CONSTRAINT PK_Planversionsutan PRIMARY KEY (VersionId, Id)
);
GO

-- Vad som hände med ett av radens tillfällen under året. Tillfalle räknas från 1. Raden själv ändras inte.
CREATE TABLE Planutfall (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planutfall PRIMARY KEY,
    PlanId         UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planutfall_Plan REFERENCES Uppfoljningsplan (Id),
    RadId          UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planutfall_Rad REFERENCES Planrad (Id),
    Tillfalle      INT               NOT NULL,
    Utfall         NVARCHAR(30)      NOT NULL,
    Datum          DATE              NULL,
    NyManad        INT               NULL,
    Timmar         INT               NULL,
    Skal           NVARCHAR(1000)    NULL,
    Version        INT               NOT NULL,
    RegistreradAv  NVARCHAR(200)     NOT NULL,
    Registrerad    DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT UX_Planutfall_Tillfalle UNIQUE (RadId, Tillfalle)
);
GO

CREATE INDEX IX_Planutfall_Plan ON Planutfall (PlanId);
GO

-- Återrapporteringen: Delarsrapport och Arsredovisning, var och en till ett sammanträde.
CREATE TABLE Planaterrapport (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Planaterrapport PRIMARY KEY,
    PlanId         UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planaterrapport_Plan REFERENCES Uppfoljningsplan (Id),
    Sort           NVARCHAR(30)      NOT NULL,
    Sammantrade    DATE              NOT NULL,
    Paragraf       NVARCHAR(20)      NOT NULL,
    Kommentar      NVARCHAR(2000)    NULL,
    RegistreradAv  NVARCHAR(200)     NOT NULL,
    Registrerad    DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT UX_Planaterrapport_Sort UNIQUE (PlanId, Sort)
);
GO

-- Varför egen regi och privata utförare inom samma verksamhetsområde behandlas olika i planen.
CREATE TABLE Planolikhet (
    PlanId             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Planolikhet_Plan REFERENCES Uppfoljningsplan (Id),
    Nyckel             NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Motiv              NVARCHAR(1000)    NOT NULL,
    AndradAv           NVARCHAR(200)     NOT NULL,
    AndradTid          DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT PK_Planolikhet PRIMARY KEY (PlanId, Nyckel)
);
GO

-- Årets plan för en utförare eller en ansvarig i alla nämnder.
CREATE INDEX IX_Planrad_Utforare ON Planrad (UtforareId, PlanId) WHERE UtforareId IS NOT NULL;
GO
