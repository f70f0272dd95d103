-- Kommunens egna ord om en behandling av personuppgifter (artikel 30 i dataskyddsförordningen). En ändring är en ny rad: den senaste gäller och de
-- äldre är historiken. Det som programmet självt vet om behandlingen står i koden.
CREATE TABLE Behandling (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Behandling PRIMARY KEY,
    Modul          NVARCHAR(30)      NOT NULL,
    Versionsnr     INT               NOT NULL,
    Ansvarig       NVARCHAR(200)     NULL,
    Kontakt        NVARCHAR(400)     NULL,
    Mottagare      NVARCHAR(1000)    NULL,
    Komplettering  NVARCHAR(4000)    NULL,
    Andrad         DATETIMEOFFSET(3) NOT NULL,
    AndradAv       NVARCHAR(200)     NOT NULL,
    CONSTRAINT UX_Behandling_Version UNIQUE (Modul, Versionsnr)
);
GO

-- Nämndens beslut om en sorts uppgifter: bevaras eller gallras efter så många månader (10 § arkivlagen). Utan ett beslut här gallras inget.
-- Ett nytt beslut är en ny rad; Manader är NULL när sorten bevaras.
CREATE TABLE Gallringsregel (
    Id             UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Gallringsregel PRIMARY KEY,
    NamndId        UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Gallringsregel_Namnd REFERENCES Namnd (Id),
    Sort           NVARCHAR(30)      NOT NULL,
    Nr             INT               NOT NULL,
    Manader        INT               NULL,
    Planbeteckning NVARCHAR(200)     NOT NULL,
    Beslutsdatum   DATE              NOT NULL,
    Paragraf       NVARCHAR(20)      NOT NULL,
    GallerFran     DATE              NOT NULL,
    Registrerad    DATETIMEOFFSET(3) NOT NULL,
    RegistreradAv  NVARCHAR(200)     NOT NULL,
    CONSTRAINT UX_Gallringsregel_Nr UNIQUE (NamndId, Sort, Nr)
);
GO

-- Gallringsprotokollet: vad som gallrades, hur mycket, när, av vem och enligt vilket beslut. Det som gallrades står inte här.
CREATE TABLE Gallring (
    Id         UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Gallring PRIMARY KEY,
    NamndId    UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Gallring_Namnd REFERENCES Namnd (Id),
    RegelId    UNIQUEIDENTIFIER  NOT NULL CONSTRAINT FK_Gallring_Regel REFERENCES Gallringsregel (Id),
    Sort       NVARCHAR(30)      NOT NULL,
    Beslut     NVARCHAR(400)     NOT NULL,
    Grans      DATE              NOT NULL,
    Antal      INT               NOT NULL,
    Gjord      DATETIMEOFFSET(3) NOT NULL,
    GjordAvId  UNIQUEIDENTIFIER  NULL,
    GjordAv    NVARCHAR(200)     NOT NULL
);
GO

CREATE INDEX IX_Gallring_Namnd ON Gallring (NamndId, Gjord);
GO

-- En rad i protokollet: sakens id, dagen som tiden räknades från och var den låg. Inget om någon människa.
CREATE TABLE Gallringsrad (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Gallringsrad PRIMARY KEY,
    GallringId   UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Gallringsrad_Gallring REFERENCES Gallring (Id),
    ObjektId     UNIQUEIDENTIFIER NOT NULL,
    Dag          DATE             NOT NULL,
    Beskrivning  NVARCHAR(200)    NOT NULL
);
GO

CREATE INDEX IX_Gallringsrad_Gallring ON Gallringsrad (GallringId);
