DROP INDEX IX_Avtal_Uppgifter ON Avtal;
GO

-- Vad som saknas i avtalen räknas ur indexet ensamt när det också har avtalets id, som klausulerna söks på.
CREATE INDEX IX_Avtal_Uppgifter ON Avtal (NamndId, Slut, Tillstand, AvtalsansvarigId, Avtalsansvarig, UtforareId, Driftsform, Id);
GO
