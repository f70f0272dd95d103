-- Nycklarna som kakor och formulär skyddas med, gemensamma för alla webbservrar. Innehållet är krypterat med en nyckel som inte finns i databasen;
-- Skydd säger vilken.
CREATE TABLE Skyddsnyckel (
    Id       NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT PK_Skyddsnyckel PRIMARY KEY,
    Skydd    NVARCHAR(16)  COLLATE Latin1_General_100_BIN2 NOT NULL,
    Skapad   DATETIMEOFFSET(3) NOT NULL,
    Innehall NVARCHAR(4000)    NOT NULL
);
GO
