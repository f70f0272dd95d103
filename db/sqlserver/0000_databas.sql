-- Körs en gång av databasadministratören, innan programmet startas första gången.
-- Byt ut namnen inom hakparenteser och lösenordet om ni använder SQL-inloggning.

CREATE DATABASE [Uppfoljning] COLLATE Finnish_Swedish_100_CI_AS;
GO

-- Läsare väntar inte på skrivare; programmet räknar med det.
ALTER DATABASE [Uppfoljning] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO

CREATE LOGIN [uppfoljning] WITH PASSWORD = 'byt-mig', CHECK_POLICY = ON;
GO

USE [Uppfoljning];
GO

-- Programmet läser och skriver rader. Schemat ändras av den som kör migreringarna, med en egen inloggning som är db_ddladmin.
CREATE USER [uppfoljning] FOR LOGIN [uppfoljning];
ALTER ROLE db_datareader ADD MEMBER [uppfoljning];
ALTER ROLE db_datawriter ADD MEMBER [uppfoljning];
GO

-- Händelser läggs till men ändras och tas aldrig bort: 0001_logg.sql, när migreringarna är körda.
