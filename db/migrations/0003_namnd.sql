-- Nämndens sammanträden. Ett inställt sammanträde står kvar: det fanns i sammanträdesplanen.
CREATE TABLE Sammantrade (
    Id                 UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Sammantrade PRIMARY KEY CONSTRAINT FK_Sammantrade_Arende REFERENCES Arende (Id),
    NamndId            UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Sammantrade_Namnd REFERENCES Namnd (Id),
    Datum              DATE             NOT NULL,
    Tid                NVARCHAR(5)      NULL,
    SistaHandlingsdag  DATE             NULL,
    Plats              NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Installt           BIT              NOT NULL,
    InstalltSkal       NVARCHAR(500)    NULL
);
GO

-- En nämnd sammanträder högst en gång om dagen; beslut hänvisar till sammanträdet med nämnd och dag.
CREATE UNIQUE INDEX UX_Sammantrade_Datum ON Sammantrade (NamndId, Datum);
GO

-- Fullmäktiges program för uppföljning och insyn (5 kap. 3 § KL). En version läggs till och skrivs aldrig över; Mandatperiod är valåret.
CREATE TABLE Program (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Program PRIMARY KEY,
    Mandatperiod   INT               NOT NULL,
    Versionsnr     INT               NOT NULL,
    Namn           NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Beslutsdatum   DATE              NOT NULL,
    Paragraf       NVARCHAR(20)      NOT NULL,
    GallerFran     DATE              NOT NULL,
    Registrerad    DATETIMEOFFSET(3) NOT NULL,
    RegistreradAv  NVARCHAR(200)     NOT NULL,
    CONSTRAINT UX_Program_Version UNIQUE (Mandatperiod, Versionsnr)
);
GO

-- Samma beslut registreras en gång.
CREATE UNIQUE INDEX UX_Program_Beslut ON Program (Beslutsdatum, Paragraf);
GO

CREATE TABLE Programpunkt (
    Id         UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Programpunkt PRIMARY KEY,
    ProgramId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Programpunkt_Program REFERENCES Program (Id),
    Ordning    INT              NOT NULL,
    Nummer     NVARCHAR(20)     NULL,
    Rubrik     NVARCHAR(200)    NOT NULL,
    Innehall   NVARCHAR(4000)   NULL,
    CONSTRAINT UX_Programpunkt_Ordning UNIQUE (ProgramId, Ordning)
);
GO

-- Den version av programmet som gällde när planen beslutades; NULL när mandatperioden inte hade något program då.
ALTER TABLE Uppfoljningsplan ADD ProgramId UNIQUEIDENTIFIER NULL CONSTRAINT FK_Uppfoljningsplan_Program REFERENCES Program (Id);
GO

CREATE TABLE Malomrade (
    Id         UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Malomrade PRIMARY KEY,
    Namn       NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL CONSTRAINT UX_Malomrade_Namn UNIQUE,
    Dimension  NVARCHAR(200)    NULL,
    Ordning    INT              NOT NULL
);
GO

-- Fullmäktiges mål gäller hela kommunen. Målområdet är NULL när styrdokumentet inte säger vilket målet hör till.
CREATE TABLE Fullmaktigemal (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Fullmaktigemal PRIMARY KEY,
    MalomradeId  UNIQUEIDENTIFIER NULL CONSTRAINT FK_Fullmaktigemal_Malomrade REFERENCES Malomrade (Id),
    Namn         NVARCHAR(500) COLLATE Finnish_Swedish_100_CI_AS NOT NULL CONSTRAINT UX_Fullmaktigemal_Namn UNIQUE,
    Ordning      INT              NOT NULL
);
GO

CREATE TABLE Namndmal (
    Id                UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Namndmal PRIMARY KEY CONSTRAINT FK_Namndmal_Arende REFERENCES Arende (Id),
    NamndId           UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Namndmal_Namnd REFERENCES Namnd (Id),
    FullmaktigemalId  UNIQUEIDENTIFIER NULL CONSTRAINT FK_Namndmal_Fullmaktigemal REFERENCES Fullmaktigemal (Id),
    Namn              NVARCHAR(500) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    VadFoljsUpp       NVARCHAR(1000)   NULL,
    Arbetssatt        NVARCHAR(1000)   NULL,
    CONSTRAINT UX_Namndmal_Namn UNIQUE (NamndId, Namn)
);
GO

-- Värden lagras i hundradelar. Riktning säger om målvärdet är ett golv (Minst) eller ett tak (Hogst).
CREATE TABLE Indikator (
    Id          UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Indikator PRIMARY KEY,
    NamndmalId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Indikator_Namndmal REFERENCES Namndmal (Id),
    Namn        NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Enhet       NVARCHAR(50)     NULL,
    Malvarde    BIGINT           NULL,
    Riktning    NVARCHAR(10)     NULL,
    CONSTRAINT UX_Indikator_Namn UNIQUE (NamndmalId, Namn)
);
GO

-- Ett år utan värde är NULL: året är med, men värdet är inte känt.
CREATE TABLE Indikatorvarde (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Indikatorvarde PRIMARY KEY,
    IndikatorId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Indikatorvarde_Indikator REFERENCES Indikator (Id),
    Ar           INT              NOT NULL,
    Varde        BIGINT           NULL,
    CONSTRAINT UX_Indikatorvarde_Ar UNIQUE (IndikatorId, Ar)
);
GO
