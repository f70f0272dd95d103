-- Vilken kolumn varje rubrik i filen hör till, som JSON; NULL när rubrikerna kändes igen av sig själva.
ALTER TABLE Import ADD Kolumnval NVARCHAR(4000) NULL;
GO

-- Det avtryck av provningen som den som startade inläsningen såg.
ALTER TABLE Import ADD Avtryck NVARCHAR(64) NULL;
GO

ALTER TABLE Import ADD StartadAv NVARCHAR(200) NULL;
GO

ALTER TABLE Import ADD StartadAvId UNIQUEIDENTIFIER NULL;
GO

ALTER TABLE Import ADD Startad DATETIMEOFFSET(3) NULL;
GO

-- Varför en inläsning som körs i bakgrunden inte gick.
ALTER TABLE Import ADD Fel NVARCHAR(2000) NULL;
GO

-- Hur många gånger inläsningen har påbörjats. En fil som får servern att falla ska inte få göra det hur många gånger som helst.
ALTER TABLE Import ADD Forsok INT NULL;
GO

-- När filen togs bort ur fillagret, därför att den förkastades eller blev för gammal.
ALTER TABLE Import ADD FilBorttagen DATETIMEOFFSET(3) NULL;
GO

CREATE INDEX IX_Import_Tillstand ON Import (Tillstand, Startad);
GO

CREATE INDEX IX_Import_Checksumma ON Import (Checksumma);
GO

-- Rubriker som kommunen har kopplat till en kolumn. Nästa fil med samma rubrik kopplas likadant; Kolumn NULL betyder att rubriken hoppas över.
CREATE TABLE Kolumnminne (
    Id      UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Kolumnminne PRIMARY KEY,
    Sort    NVARCHAR(30)     NOT NULL,
    Rubrik  NVARCHAR(200)    NOT NULL,
    Kolumn  NVARCHAR(50)     NULL,
    CONSTRAINT UX_Kolumnminne_Rubrik UNIQUE (Sort, Rubrik)
);
GO
