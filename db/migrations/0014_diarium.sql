-- Diariet ger varje ärende som nämnden öppnar ett nummer: beteckning, år och löpnummer, utan luckor. Beteckningen är nämndens förkortning den dagen;
-- byter nämnden förkortning börjar en ny serie, och de nummer som är givna står kvar.
CREATE TABLE Diarieserie (
    Beteckning  NVARCHAR(10) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Ar          INT          NOT NULL,
    Senast      INT          NOT NULL,
    CONSTRAINT PK_Diarieserie PRIMARY KEY (Beteckning, Ar)
);
GO

CREATE TABLE Diarienummer (
    ArendeId     UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Diarienummer PRIMARY KEY CONSTRAINT FK_Diarienummer_Arende REFERENCES Arende (Id),
    Beteckning   NVARCHAR(10) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Ar           INT               NOT NULL,
    Lopnummer    INT               NOT NULL,
    Registrerat  DATETIMEOFFSET(3) NOT NULL,
    CONSTRAINT UX_Diarienummer_Lopnummer UNIQUE (Beteckning, Ar, Lopnummer)
);
GO
