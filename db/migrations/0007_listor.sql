-- Sparade urval i en lista: adressens fråga, som användaren själv har döpt.
CREATE TABLE SparadVy (
    Id           UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_SparadVy PRIMARY KEY,
    AnvandareId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_SparadVy_Anvandare REFERENCES Anvandare (Id),
    Lista        NVARCHAR(30)     NOT NULL,
    Namn         NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Fraga        NVARCHAR(2000)   NOT NULL,
    CONSTRAINT UX_SparadVy_Namn UNIQUE (AnvandareId, Lista, Namn)
);
GO

-- Sokord byggs om med nämnden och sorten: sökrutan frågar en sort i taget och ser bara användarens nämnder, allt i ett index.
-- Sort är ärendets sort, eller Utforare som inte hör till någon nämnd. Index byts i båda databaserna genom att tabellen görs om.
CREATE TABLE SokordFore (
    ObjektId  UNIQUEIDENTIFIER NOT NULL,
    Ord       NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NOT NULL
);
GO

INSERT INTO SokordFore (ObjektId, Ord)
SELECT ObjektId, Ord FROM Sokord;
GO

DROP TABLE Sokord;
GO

CREATE TABLE Sokord (
    ObjektId  UNIQUEIDENTIFIER NOT NULL,
    Ord       NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Sort      NVARCHAR(30)     NOT NULL,
    NamndId   UNIQUEIDENTIFIER NULL,
    CONSTRAINT PK_Sokord PRIMARY KEY (ObjektId, Ord)
);
GO

INSERT INTO Sokord (ObjektId, Ord, Sort, NamndId)
SELECT s.ObjektId, s.Ord, COALESCE(a.Sort, 'Utforare'), a.NamndId
FROM SokordFore s
LEFT JOIN Arende a ON a.Id = s.ObjektId;
GO

DROP TABLE SokordFore;
GO

CREATE INDEX IX_Sokord_Ord ON Sokord (Sort, Ord, NamndId, ObjektId);
GO

-- Sökrutan slår upp diarienumret som det står.
CREATE INDEX IX_Avtal_Diarienummer ON Avtal (Diarienummer, NamndId) WHERE Diarienummer IS NOT NULL;
GO
