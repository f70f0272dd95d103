-- Dokument på avtal, enheter, utförare, nämnder, sammanträden och program. Innehållet ligger i fillagret under sin checksumma; samma innehåll kan
-- vara flera dokument. NamndId är NULL för det som nämnderna delar. Ett dokument som tas bort står kvar utan att visas.
CREATE TABLE Dokument (
    Id            UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Dokument PRIMARY KEY,
    NamndId       UNIQUEIDENTIFIER  NULL CONSTRAINT FK_Dokument_Namnd REFERENCES Namnd (Id),
    ObjektSort    NVARCHAR(30)      NOT NULL,
    ObjektId      UNIQUEIDENTIFIER  NOT NULL,
    Sort          NVARCHAR(30)      NULL,
    Filnamn       NVARCHAR(200) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Filtyp        NVARCHAR(30)      NOT NULL,
    Storlek       BIGINT            NOT NULL,
    Checksumma    NVARCHAR(64)      NOT NULL,
    Beskrivning   NVARCHAR(500)     NULL,
    Inlagt        DATETIMEOFFSET(3) NOT NULL,
    InlagtAv      NVARCHAR(200)     NOT NULL,
    Borttaget     DATETIMEOFFSET(3) NULL,
    BorttagetAv   NVARCHAR(200)     NULL
);
GO

CREATE INDEX IX_Dokument_Objekt ON Dokument (ObjektId, Inlagt);
GO

CREATE INDEX IX_Dokument_Checksumma ON Dokument (Checksumma);
GO
