CREATE TABLE Namnd (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Namnd PRIMARY KEY,
    Namn         NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL CONSTRAINT UX_Namnd_Namn UNIQUE,
    Forkortning  NVARCHAR(10)  COLLATE Finnish_Swedish_100_CI_AS NOT NULL CONSTRAINT UX_Namnd_Forkortning UNIQUE
);
GO

CREATE TABLE Anvandare (
    Id                   UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Anvandare PRIMARY KEY,
    Anvandarnamn         NVARCHAR(100)     NOT NULL,
    AnvandarnamnNormal   NVARCHAR(100)     NOT NULL CONSTRAINT UX_Anvandare_AnvandarnamnNormal UNIQUE,
    Namn                 NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Losenord             NVARCHAR(400)     NULL,
    Sakerhetsstampel     NVARCHAR(100)     NOT NULL,
    MisslyckadeForsok    INT               NOT NULL,
    LastTill             DATETIMEOFFSET(3) NULL,
    Inaktiv              BIT               NOT NULL,
    Demo                 BIT               NOT NULL
);
GO

CREATE TABLE Rolltilldelning (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Rolltilldelning PRIMARY KEY,
    AnvandareId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Rolltilldelning_Anvandare REFERENCES Anvandare (Id),
    NamndId      UNIQUEIDENTIFIER NULL CONSTRAINT FK_Rolltilldelning_Namnd REFERENCES Namnd (Id),
    Roll         NVARCHAR(30)     NOT NULL
);
GO

CREATE UNIQUE INDEX UX_Rolltilldelning_INamnd ON Rolltilldelning (AnvandareId, NamndId, Roll) WHERE NamndId IS NOT NULL;
GO

-- Utan nämnd: administratör för hela kommunen.
CREATE UNIQUE INDEX UX_Rolltilldelning_IKommunen ON Rolltilldelning (AnvandareId, Roll) WHERE NamndId IS NULL;
GO

-- Allt som har en nämnd, en version och en historik: avtal, enheter, planer. Tabellen för sorten har samma id.
CREATE TABLE Arende (
    Id       UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Arende PRIMARY KEY,
    NamndId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Arende_Namnd REFERENCES Namnd (Id),
    Sort     NVARCHAR(30)     NOT NULL,
    Version  INT              NOT NULL
);
GO

-- Vem gjorde vad när. Skrivs i samma transaktion som ändringen och ändras aldrig; namnet står kvar även om användaren byter namn.
CREATE TABLE Handelse (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Handelse PRIMARY KEY,
    Tid          DATETIMEOFFSET(3) NOT NULL,
    AnvandareId  UNIQUEIDENTIFIER  NULL,
    Anvandare    NVARCHAR(200)     NOT NULL,
    NamndId      UNIQUEIDENTIFIER  NULL,
    ArendeId     UNIQUEIDENTIFIER  NULL,
    Vad          NVARCHAR(100)     NOT NULL,
    Mening       NVARCHAR(2000)    NOT NULL,
    Fakta        NVARCHAR(4000)    NULL
);
GO

CREATE INDEX IX_Handelse_Arende ON Handelse (ArendeId, Tid);
GO

CREATE INDEX IX_Handelse_Namnd ON Handelse (NamndId, Tid);
GO

CREATE TABLE Verksamhetsomrade (
    Id       UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Verksamhetsomrade PRIMARY KEY,
    NamndId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Verksamhetsomrade_Namnd REFERENCES Namnd (Id),
    Namn     NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    CONSTRAINT UX_Verksamhetsomrade_Namn UNIQUE (NamndId, Namn)
);
GO

-- Utförare är gemensamma för kommunen: samma bolag kan ha avtal med flera nämnder.
CREATE TABLE Utforare (
    Id                   UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Utforare PRIMARY KEY,
    Namn                 NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Organisationsnummer  NVARCHAR(11)     NULL,
    Driftsform           NVARCHAR(30)     NULL
);
GO

CREATE UNIQUE INDEX UX_Utforare_Organisationsnummer ON Utforare (Organisationsnummer) WHERE Organisationsnummer IS NOT NULL;
GO

CREATE INDEX IX_Utforare_Namn ON Utforare (Namn, Id);
GO

-- Filer som har tagits emot för import. Innehållet ligger i fillagret under sin checksumma.
CREATE TABLE Import (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Import PRIMARY KEY,
    NamndId      UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Import_Namnd REFERENCES Namnd (Id),
    Sort         NVARCHAR(30)      NOT NULL,
    Filnamn      NVARCHAR(200)     NOT NULL,
    Checksumma   NVARCHAR(64)      NOT NULL,
    Storlek      BIGINT            NOT NULL,
    Tillstand    NVARCHAR(30)      NOT NULL,
    Inlagd       DATETIMEOFFSET(3) NOT NULL,
    InlagdAv     NVARCHAR(200)     NOT NULL,
    AntalRader   INT               NOT NULL,
    Avslutad     DATETIMEOFFSET(3) NULL,
    AvslutadAv   NVARCHAR(200)     NULL,
    AntalNya     INT               NULL,
    AntalAndrade INT               NULL,
    AntalLika    INT               NULL
);
GO

CREATE INDEX IX_Import_Namnd ON Import (NamndId, Inlagd);
GO

-- Vad som inte är känt är NULL; inget förval fyller luckan.
CREATE TABLE Avtal (
    Id                     UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Avtal PRIMARY KEY CONSTRAINT FK_Avtal_Arende REFERENCES Arende (Id),
    NamndId                UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Avtal_Namnd REFERENCES Namnd (Id),
    Radnyckel              NVARCHAR(64)     NOT NULL,
    Avtalsnummer           NVARCHAR(50) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Benamning              NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    VerksamhetsomradeId    UNIQUEIDENTIFIER NULL CONSTRAINT FK_Avtal_Verksamhetsomrade REFERENCES Verksamhetsomrade (Id),
    UtforareId             UNIQUEIDENTIFIER NULL CONSTRAINT FK_Avtal_Utforare REFERENCES Utforare (Id),
    Driftsform             NVARCHAR(30)     NULL,
    Upphandlingsform       NVARCHAR(30)     NULL,
    Tillstand              NVARCHAR(30)     NOT NULL,
    Start                  DATE             NULL,
    Slut                   DATE             NULL,
    ForlangningManader     INT              NULL,
    AntalForlangningar     INT              NULL,
    UppsagningstidManader  INT              NULL,
    ArsvardeOre            BIGINT           NULL,
    Omrade                 NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Avtalsansvarig         NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Anmarkning             NVARCHAR(2000)   NULL,
    ImportId               UNIQUEIDENTIFIER NULL CONSTRAINT FK_Avtal_Import REFERENCES Import (Id)
);
GO

-- Samma rad läses in en gång: nyckeln görs av avtalsnumret, eller av benämning, utförare, område och verksamhetsområde när nummer saknas.
CREATE UNIQUE INDEX UX_Avtal_Radnyckel ON Avtal (NamndId, Radnyckel);
GO

-- Ett avtalsnummer är nämndens eget och finns en gång.
CREATE UNIQUE INDEX UX_Avtal_Avtalsnummer ON Avtal (NamndId, Avtalsnummer) WHERE Avtalsnummer IS NOT NULL;
GO

-- Startsidan räknar ihop nämndernas avtal ur det här indexet utan att läsa tabellen.
CREATE INDEX IX_Avtal_Slut ON Avtal (NamndId, Slut, Tillstand, Avtalsansvarig);
GO

-- Avtalslistan i ordning, för en nämnd och för flera. Filtrens kolumner ligger i indexet, så att bara sidans rader läses i tabellen.
CREATE INDEX IX_Avtal_Benamning ON Avtal (NamndId, Benamning, Id);
GO

CREATE INDEX IX_Avtal_Lista ON Avtal (Benamning, Id, NamndId, Tillstand, Upphandlingsform, Slut, VerksamhetsomradeId);
GO

CREATE INDEX IX_Avtal_Utforare ON Avtal (UtforareId, NamndId);
GO

-- Verksamhet i kommunens egen regi. Konkurrens: 1 verkar i konkurrens med privata, 0 gör det inte, NULL inte känt.
CREATE TABLE Enhet (
    Id                   UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Enhet PRIMARY KEY CONSTRAINT FK_Enhet_Arende REFERENCES Arende (Id),
    NamndId              UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Enhet_Namnd REFERENCES Namnd (Id),
    Radnyckel            NVARCHAR(64)     NOT NULL,
    Namn                 NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    VerksamhetsomradeId  UNIQUEIDENTIFIER NULL CONSTRAINT FK_Enhet_Verksamhetsomrade REFERENCES Verksamhetsomrade (Id),
    UtforareId           UNIQUEIDENTIFIER NULL CONSTRAINT FK_Enhet_Utforare REFERENCES Utforare (Id),
    Driftsform           NVARCHAR(30)     NULL,
    Antal                INT              NULL,
    Konkurrens           BIT              NULL,
    MojligFor            NVARCHAR(200)    NULL,
    Anmarkning           NVARCHAR(2000)   NULL,
    ImportId             UNIQUEIDENTIFIER NULL CONSTRAINT FK_Enhet_Import REFERENCES Import (Id)
);
GO

CREATE UNIQUE INDEX UX_Enhet_Radnyckel ON Enhet (NamndId, Radnyckel);
GO

CREATE INDEX IX_Enhet_Utforare ON Enhet (UtforareId, NamndId);
GO

-- Sökord: gemener, å ä ö kvar, ett ord per rad. Söks med prefix; båda databaserna hoppar i indexet.
CREATE TABLE Sokord (
    ObjektId  UNIQUEIDENTIFIER NOT NULL,
    Ord       NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT PK_Sokord PRIMARY KEY (ObjektId, Ord)
);
GO

CREATE INDEX IX_Sokord_Ord ON Sokord (Ord, ObjektId);
GO

CREATE TABLE Uppfoljningsplan (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Uppfoljningsplan PRIMARY KEY CONSTRAINT FK_Uppfoljningsplan_Arende REFERENCES Arende (Id),
    NamndId        UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Uppfoljningsplan_Namnd REFERENCES Namnd (Id),
    Ar             INT               NOT NULL,
    Tillstand      NVARCHAR(30)      NOT NULL,
    Genererad      DATETIMEOFFSET(3) NOT NULL,
    Sammantrade    DATE              NULL,
    Paragraf       NVARCHAR(20)      NULL,
    Beslutsdatum   DATE              NULL,
    Checksumma     NVARCHAR(64)      NULL
);
GO

CREATE UNIQUE INDEX UX_Uppfoljningsplan_NamndAr ON Uppfoljningsplan (NamndId, Ar);
GO

-- En rad bär de uppgifter om avtalet eller enheten som gällde när planen gjordes: en beslutad plan ändras inte av registret.
CREATE TABLE Planrad (
    Id                     UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Planrad PRIMARY KEY,
    PlanId                 UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Planrad_Plan REFERENCES Uppfoljningsplan (Id),
    Nr                     INT              NOT NULL,
    Version                INT              NOT NULL,
    AvtalId                UNIQUEIDENTIFIER NULL CONSTRAINT FK_Planrad_Avtal REFERENCES Avtal (Id),
    EnhetId                UNIQUEIDENTIFIER NULL CONSTRAINT FK_Planrad_Enhet REFERENCES Enhet (Id),
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
    IntervallManader       INT              NULL,
    AterkopplingNamnd      NVARCHAR(500)    NOT NULL,
    AterkopplingUtforare   NVARCHAR(500)    NOT NULL,
    AterkopplingAllmanhet  NVARCHAR(500)    NOT NULL,
    Skal                   NVARCHAR(4000)   NOT NULL,
    Andrad                 BIT              NOT NULL,
    AndradAv               NVARCHAR(200)    NULL,
    AndradTid              DATETIMEOFFSET(3) NULL
);
GO

-- Ett avtal och en enhet har högst en rad i en plan.
CREATE UNIQUE INDEX UX_Planrad_Avtal ON Planrad (PlanId, AvtalId) WHERE AvtalId IS NOT NULL;
GO

CREATE UNIQUE INDEX UX_Planrad_Enhet ON Planrad (PlanId, EnhetId) WHERE EnhetId IS NOT NULL;
GO

CREATE INDEX IX_Planrad_Plan ON Planrad (PlanId, Nr);
GO

CREATE INDEX IX_Planrad_AvtalId ON Planrad (AvtalId);
GO

-- Avtal och enheter som inte har någon rad i planen, med skälet: rader och detta är tillsammans hela registret.
CREATE TABLE PlanUtanRad (
    Id                 UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_PlanUtanRad PRIMARY KEY,
    PlanId             UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_PlanUtanRad_Plan REFERENCES Uppfoljningsplan (Id),
    AvtalId            UNIQUEIDENTIFIER NULL CONSTRAINT FK_PlanUtanRad_Avtal REFERENCES Avtal (Id),
    EnhetId            UNIQUEIDENTIFIER NULL CONSTRAINT FK_PlanUtanRad_Enhet REFERENCES Enhet (Id),
    Verksamhetsomrade  NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Objekt             NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Utforare           NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Skal               NVARCHAR(500)    NOT NULL
);
GO

CREATE INDEX IX_PlanUtanRad_Plan ON PlanUtanRad (PlanId);
GO
