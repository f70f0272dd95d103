-- Säkerhetskopia av databasen i SQL Server. Körs av databasadministratören, först; därefter görs filerna och nycklarna med verbet sakerhetskopia.
-- Ordningen är viktig: en fil läggs in i fillagret innan dess rad skrivs och tas aldrig bort under den första timmen, så filer som kopieras
-- efter databasen har allt som databasens rader nämner. Tvärtom kan rader nämna filer som inte kom med.
--
-- COPY_ONLY: kopian hör ihop med filerna och rubbar inte den ordinarie kedjan av fullständiga, differentiella och loggkopior.
-- CHECKSUM: sidorna prövas när de läses. Byt sökvägen mot serverns egen mapp för säkerhetskopior.
-- Innehåller personuppgifter: kryptera med serverns certifikat (ENCRYPTION) eller lägg filen på en krypterad disk.

BACKUP DATABASE [Uppfoljning]
TO DISK = N'D:\Sakerhetskopior\uppfoljning.bak'
WITH COPY_ONLY, CHECKSUM, INIT, FORMAT, NAME = N'Uppfoljning';
GO

RESTORE VERIFYONLY FROM DISK = N'D:\Sakerhetskopior\uppfoljning.bak' WITH CHECKSUM;
GO

-- Återställning, i denna ordning:
-- 1. Stoppa programmet på alla servrar.
-- 2. Återställ databasen:
--      RESTORE DATABASE [Uppfoljning] FROM DISK = N'D:\Sakerhetskopior\uppfoljning.bak' WITH REPLACE, CHECKSUM;
-- 3. Återställ filerna och nycklarna: uppfoljning aterstall KOPIA --till MAPP
-- 4. Kör db/sqlserver/0001_logg.sql om inloggningen är ny, och verbet migrera om programmet är nyare än kopian.
-- 5. Notera återställningen i loggen, innan programmet startas: uppfoljning aterstall KOPIA --notera
-- 6. Pröva allt: uppfoljning verifiera, och DBCC CHECKDB:
DBCC CHECKDB ([Uppfoljning]) WITH NO_INFOMSGS;
GO
