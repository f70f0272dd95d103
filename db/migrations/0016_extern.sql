-- Inloggning genom kommunens identitetstjänst. Utfärdaren och ämnet känner igen personen; e-post och användarnamn gör det aldrig, för de kan bytas och återanvändas.
CREATE TABLE ExternIdentitet (
    Id            UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_ExternIdentitet PRIMARY KEY,
    Utfardare     NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Amne          NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AnvandareId   UNIQUEIDENTIFIER  NULL CONSTRAINT FK_ExternIdentitet_Anvandare REFERENCES Anvandare (Id),
    Anvandarnamn  NVARCHAR(200)     NULL,
    Namn          NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Epost         NVARCHAR(254)     NULL,
    ForstSedd     DATETIMEOFFSET(3) NOT NULL,
    SenastSedd    DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT UX_ExternIdentitet_Amne UNIQUE (Utfardare, Amne)
);
GO

-- Ett konto har högst en identitet hos varje utfärdare.
CREATE UNIQUE INDEX UX_ExternIdentitet_Anvandare ON ExternIdentitet (AnvandareId, Utfardare) WHERE AnvandareId IS NOT NULL;
GO

CREATE INDEX IX_ExternIdentitet_Vantar ON ExternIdentitet (SenastSedd) WHERE AnvandareId IS NULL;
GO

CREATE TABLE Gruppmappning (
    Id       UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Gruppmappning PRIMARY KEY,
    Grupp    NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    NamndId  UNIQUEIDENTIFIER NULL CONSTRAINT FK_Gruppmappning_Namnd REFERENCES Namnd (Id),
    Roll     NVARCHAR(30)     NOT NULL
);
GO

CREATE UNIQUE INDEX UX_Gruppmappning_INamnd ON Gruppmappning (Grupp, NamndId, Roll) WHERE NamndId IS NOT NULL;
GO

CREATE UNIQUE INDEX UX_Gruppmappning_IKommunen ON Gruppmappning (Grupp, Roll) WHERE NamndId IS NULL;
GO

-- Vem som hade gruppen när hon senast loggade in.
CREATE TABLE Gruppmedlem (
    GruppmappningId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Gruppmedlem_Gruppmappning REFERENCES Gruppmappning (Id),
    AnvandareId      UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Gruppmedlem_Anvandare REFERENCES Anvandare (Id),
    CONSTRAINT PK_Gruppmedlem PRIMARY KEY (GruppmappningId, AnvandareId)
);
GO

CREATE INDEX IX_Gruppmedlem_Anvandare ON Gruppmedlem (AnvandareId);
GO

-- Hand: given av en administratör. Grupp: följer av en grupp hos identitetstjänsten och ändras bara vid inloggning.
ALTER TABLE Rolltilldelning ADD Kalla NVARCHAR(10) NOT NULL CONSTRAINT DF_Rolltilldelning_Kalla DEFAULT 'Hand';
GO
