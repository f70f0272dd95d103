-- Loggens kedja: ett nummer utan luckor, vilken nyckel raden är intygad med, och en kontrollsumma över raden och den före. Rader som fanns
-- innan får sina värden en gång, när programmet startar; därefter är ingen av dem tom.
ALTER TABLE Handelse ADD Nr BIGINT NULL;
GO

ALTER TABLE Handelse ADD Format INT NULL;
GO

ALTER TABLE Handelse ADD Nyckel NVARCHAR(16) NULL;
GO

ALTER TABLE Handelse ADD Kedja NVARCHAR(64) NULL;
GO

CREATE UNIQUE INDEX UX_Handelse_Nr ON Handelse (Nr) WHERE Nr IS NOT NULL;
GO

DROP INDEX IX_Handelse_Namnd ON Handelse;
GO

-- Loggens sidor läses i nummerordning, för en eller flera nämnder; ett tidsspann görs om till nummer.
CREATE INDEX IX_Handelse_Namnd ON Handelse (NamndId, Nr);
GO

CREATE INDEX IX_Handelse_Tid ON Handelse (Tid, Nr);
GO

-- Kedjans sista länk. Den som skriver flyttar huvudet från just det som den läste; har någon annan hunnit före träffar satsen ingen rad.
CREATE TABLE Logghuvud (
    Id      INT          NOT NULL CONSTRAINT PK_Logghuvud PRIMARY KEY CONSTRAINT CK_Logghuvud_Ett CHECK (Id = 1),
    Nr      BIGINT       NOT NULL,
    Kedja   NVARCHAR(64) NOT NULL,
    Nyckel  NVARCHAR(16) NULL
);
GO

INSERT INTO Logghuvud (Id, Nr, Kedja, Nyckel) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', NULL);
GO
