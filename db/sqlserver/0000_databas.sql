-- Körs en gång av databasadministratören med sqlcmd (eller SSMS i SQLCMD-läge), innan programmet startas första gången.
-- Lösenorden står inte i filen: de ges när den körs och behöver inte sparas. Använder ni Windowskonton (gMSA), hoppa över CREATE LOGIN ... WITH
-- PASSWORD och skriv CREATE LOGIN [KOMMUN\uppfoljning$] FROM WINDOWS.
--
--   sqlcmd -S sql01 -i 0000_databas.sql -v LosenApp="..." LosenSchema="..." LosenKopia="..."

CREATE DATABASE [Uppfoljning] COLLATE Finnish_Swedish_100_CI_AS;
GO

-- Läsare väntar inte på skrivare; programmet räknar med det, och vägrar starta annars.
ALTER DATABASE [Uppfoljning] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO

-- En sida som har skrivits halv syns när den läses.
ALTER DATABASE [Uppfoljning] SET PAGE_VERIFY CHECKSUM;
GO

-- Tre inloggningar: programmet, den som kör migreringarna, och säkerhetskopian. Ingen av dem är db_owner.
CREATE LOGIN [uppfoljning] WITH PASSWORD = '$(LosenApp)', CHECK_POLICY = ON;
GO
CREATE LOGIN [uppfoljning_schema] WITH PASSWORD = '$(LosenSchema)', CHECK_POLICY = ON;
GO
CREATE LOGIN [uppfoljning_kopia] WITH PASSWORD = '$(LosenKopia)', CHECK_POLICY = ON;
GO

USE [Uppfoljning];
GO

-- Programmet läser och skriver rader. Det kör inga procedurer och ändrar inget schema.
CREATE USER [uppfoljning] FOR LOGIN [uppfoljning];
ALTER ROLE db_datareader ADD MEMBER [uppfoljning];
ALTER ROLE db_datawriter ADD MEMBER [uppfoljning];
DENY EXECUTE TO [uppfoljning];
GO

-- Den som kör migreringarna (verbet migrera, eller skriptet från migrera --skript): ändrar tabeller, och läser och skriver i dem, för en migrering
-- flyttar också rader. Inloggningen behövs bara när programmet uppdateras; stäng den däremellan med ALTER LOGIN [uppfoljning_schema] DISABLE.
CREATE USER [uppfoljning_schema] FOR LOGIN [uppfoljning_schema];
ALTER ROLE db_ddladmin ADD MEMBER [uppfoljning_schema];
ALTER ROLE db_datareader ADD MEMBER [uppfoljning_schema];
ALTER ROLE db_datawriter ADD MEMBER [uppfoljning_schema];
GO

-- Säkerhetskopian tar kopior och kan inte läsa det den kopierar.
CREATE USER [uppfoljning_kopia] FOR LOGIN [uppfoljning_kopia];
ALTER ROLE db_backupoperator ADD MEMBER [uppfoljning_kopia];
GO

-- Händelser läggs till men ändras och tas aldrig bort: 0001_logg.sql, när migreringarna är körda.
