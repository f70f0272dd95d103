ALTER TABLE Avtal ADD Diarienummer NVARCHAR(50) NULL;
GO

ALTER TABLE Avtal ADD Cpv NVARCHAR(10) NULL;
GO

-- Vilka regler upphandlingen följer: Direktivstyrd eller Kapitel19 (1 kap. 4 § LOU). NULL när det inte är känt.
ALTER TABLE Avtal ADD Regler NVARCHAR(30) NULL;
GO

-- Avtalets hela uppskattade värde, förlängningar inräknade (5 kap. 3 § LOU), i ören utan moms.
ALTER TABLE Avtal ADD VardeOre BIGINT NULL;
GO

ALTER TABLE Avtal ADD Indexering NVARCHAR(500) NULL;
GO

-- Den användare som är avtalsansvarig; texten i Avtalsansvarig står kvar när registret bara har ett namn.
ALTER TABLE Avtal ADD AvtalsansvarigId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Avtal_Avtalsansvarig REFERENCES Anvandare (Id);
GO

ALTER TABLE Avtal ADD UndertecknatKommun DATE NULL;
GO

ALTER TABLE Avtal ADD UndertecknatUtforare DATE NULL;
GO

-- Uppsägning och hävning: när, av vem (Kommunen eller Utforaren) och från vilken dag avtalet upphör. Slut är alltid den dag som gäller.
ALTER TABLE Avtal ADD AvslutSort NVARCHAR(30) NULL;
GO

ALTER TABLE Avtal ADD AvslutBesked DATE NULL;
GO

ALTER TABLE Avtal ADD AvslutAv NVARCHAR(30) NULL;
GO

-- Det slutdatum som avtalet hade innan det sades upp eller hävdes.
ALTER TABLE Avtal ADD SlutForeAvslut DATE NULL;
GO

-- Dag då rättelse senast ska vara gjord medan avtalet är under rättelse.
ALTER TABLE Avtal ADD RattelseSenast DATE NULL;
GO

-- Vad som avviker från avtalet medan det är under rättelse.
ALTER TABLE Avtal ADD RattelseAvser NVARCHAR(2000) NULL;
GO

-- Varför avtalet sades upp eller hävdes, med avtalspunkten.
ALTER TABLE Avtal ADD AvslutSkal NVARCHAR(2000) NULL;
GO

-- Nämndens eller delegatens beslut om uppsägning eller hävning, så som det betecknas.
ALTER TABLE Avtal ADD AvslutBeslut NVARCHAR(200) NULL;
GO

-- Om verksamheten kräver IVO-tillstånd (26 kap. 1 § SoL), så som någon har uppgett det och varför. NULL när ingen har tagit ställning.
ALTER TABLE Avtal ADD IvoKravs BIT NULL;
GO

ALTER TABLE Avtal ADD IvoSkal NVARCHAR(500) NULL;
GO

-- Dagen då någon intygade att kraven inför start är uppfyllda.
ALTER TABLE Avtal ADD StartkravUppfyllda DATE NULL;
GO

CREATE INDEX IX_Avtal_Avtalsansvarig ON Avtal (AvtalsansvarigId, NamndId) WHERE AvtalsansvarigId IS NOT NULL;
GO

-- Vem som har ansvarat för avtalet och när, så långt registret vet. Raden utan Till gäller nu; utan Fran är det inte känt sedan när.
CREATE TABLE Avtalsansvar (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Avtalsansvar PRIMARY KEY,
    AvtalId      UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Avtalsansvar_Avtal REFERENCES Avtal (Id),
    AnvandareId  UNIQUEIDENTIFIER  NULL CONSTRAINT FK_Avtalsansvar_Anvandare REFERENCES Anvandare (Id),
    Namn         NVARCHAR(200)     NOT NULL,
    Fran         DATETIMEOFFSET(3) NULL,
    Till         DATETIMEOFFSET(3) NULL
);
GO

CREATE INDEX IX_Avtalsansvar_Avtal ON Avtalsansvar (AvtalId, Till);
GO

-- De namn som redan står i registret är ansvariga nu, men sedan när är inte känt. Avtalets id duger som radens, för den är avtalets enda.
INSERT INTO Avtalsansvar (Id, AvtalId, AnvandareId, Namn, Fran, Till)
SELECT Id, Id, NULL, Avtalsansvarig, NULL, NULL
FROM Avtal
WHERE Avtalsansvarig IS NOT NULL;
GO

-- Parter utöver nämnden och utföraren: underleverantörer, andra beställare, borgensmän.
CREATE TABLE Avtalspart (
    Id                   UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Avtalspart PRIMARY KEY,
    AvtalId              UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Avtalspart_Avtal REFERENCES Avtal (Id),
    Sort                 NVARCHAR(30)     NOT NULL,
    Namn                 NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Organisationsnummer  NVARCHAR(11)     NULL
);
GO

CREATE INDEX IX_Avtalspart_Avtal ON Avtalspart (AvtalId);
GO

-- Förlängningar med egna villkor. Finns rader här gäller de i stället för ForlangningManader och AntalForlangningar på avtalet.
-- SistaBesked är avtalets egen dag; är den NULL räknas den av BeskedManader före periodens slut. SlutFore är slutdatumet innan förlängningen
-- beslutades, så att nästa period räknas från grundtiden och en kort månad på vägen inte flyttar dagen för gott.
CREATE TABLE Avtalsforlangning (
    Id             UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Avtalsforlangning PRIMARY KEY,
    AvtalId        UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Avtalsforlangning_Avtal REFERENCES Avtal (Id),
    Nr             INT              NOT NULL,
    Manader        INT              NOT NULL,
    BeskedManader  INT              NULL,
    SistaBesked    DATE             NULL,
    Beslutad       DATE             NULL,
    Beslut         NVARCHAR(200)    NULL,
    SlutFore       DATE             NULL,
    NyttSlut       DATE             NULL,
    CONSTRAINT UX_Avtalsforlangning_Nr UNIQUE (AvtalId, Nr)
);
GO

-- Krav att följa upp, med det som utföraren utlovade i sitt anbud eller sin ansökan.
CREATE TABLE Avtalskrav (
    Id          UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Avtalskrav PRIMARY KEY,
    AvtalId     UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Avtalskrav_Avtal REFERENCES Avtal (Id),
    Nr          INT              NOT NULL,
    Punkt       NVARCHAR(50)     NULL,
    Krav        NVARCHAR(1000)   NOT NULL,
    Utlovat     NVARCHAR(1000)   NULL,
    CONSTRAINT UX_Avtalskrav_Nr UNIQUE (AvtalId, Nr)
);
GO

-- Klausuler som avtalet ska ha (10 kap. 8-9 §§ KL, 17 kap. 17 § LOU). Finns: 1 finns, 0 saknas; ingen rad betyder att det inte är känt.
CREATE TABLE Avtalsklausul (
    Id       UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Avtalsklausul PRIMARY KEY,
    AvtalId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Avtalsklausul_Avtal REFERENCES Avtal (Id),
    Sort     NVARCHAR(30)     NOT NULL,
    Finns    BIT              NOT NULL,
    Punkt    NVARCHAR(50)     NULL,
    Text     NVARCHAR(2000)   NULL,
    CONSTRAINT UX_Avtalsklausul_Sort UNIQUE (AvtalId, Sort)
);
GO

-- Sanktioner som avtalet ger: en sanktion som inte står här får inte användas (AVV-05).
CREATE TABLE Avtalssanktion (
    Id            UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Avtalssanktion PRIMARY KEY,
    AvtalId       UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Avtalssanktion_Avtal REFERENCES Avtal (Id),
    Sort          NVARCHAR(30)     NOT NULL,
    BeloppOre     BIGINT           NULL,
    RattelseDagar INT              NULL,
    Punkt         NVARCHAR(50)     NULL,
    Villkor       NVARCHAR(1000)   NULL
);
GO

CREATE INDEX IX_Avtalssanktion_Avtal ON Avtalssanktion (AvtalId);
GO

-- Ändringar av avtalet med den grund som prövades (AND-02-AND-07).
CREATE TABLE Avtalsandring (
    Id           UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Avtalsandring PRIMARY KEY,
    AvtalId      UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Avtalsandring_Avtal REFERENCES Avtal (Id),
    Beslutad     DATE              NOT NULL,
    Grund        NVARCHAR(30)      NOT NULL,
    VardeOre     BIGINT            NULL,
    Beskrivning  NVARCHAR(2000)    NOT NULL,
    Annonserad   DATE              NULL,
    Registrerad  DATETIMEOFFSET(3) NOT NULL,
    RegistreradAv NVARCHAR(200)    NOT NULL
);
GO

CREATE INDEX IX_Avtalsandring_Avtal ON Avtalsandring (AvtalId, Beslutad);
GO
