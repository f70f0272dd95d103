-- Körs av databasadministratören när migrering 0013 är körd och programmet har startat en gång (då får äldre händelser sin plats i kedjan).
-- Händelser läggs till men ändras och tas aldrig bort. Programmet har inga satser som gör det; detta gör att inloggningen inte heller kan.
-- Sker det ändå, av någon med högre rättigheter, syns det när loggen prövas.

USE [Uppfoljning];
GO

DENY UPDATE, DELETE ON dbo.Handelse TO [uppfoljning];
DENY DELETE ON dbo.Logghuvud TO [uppfoljning];
GO

-- Också för den som äger schemat: det måste göras med avsikt.
CREATE OR ALTER TRIGGER dbo.TR_Handelse_Stangd ON dbo.Handelse AFTER UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted WHERE Nr IS NOT NULL)
    BEGIN
        THROW 50013, 'En handelse i loggen kan inte andras eller tas bort.', 1;
    END;
END;
GO
