-- Mina uppgifter väljer avtal ur de här indexen: först de som snart slutar, sedan dem som är under rättelse.
CREATE INDEX IX_Avtal_Uppgifter ON Avtal (NamndId, Slut, Tillstand, AvtalsansvarigId, Avtalsansvarig, UtforareId, Driftsform);
GO

CREATE INDEX IX_Avtal_Rattelse ON Avtal (NamndId, RattelseSenast) WHERE RattelseSenast IS NOT NULL;
GO

-- Kommunens egna tider för en upphandling, inte lag. En ändring är en ny rad: den senaste gäller och de äldre är historiken.
CREATE TABLE Upphandlingstid (
    Id                 UNIQUEIDENTIFIER  NOT NULL CONSTRAINT PK_Upphandlingstid PRIMARY KEY,
    Nr                 INT               NOT NULL CONSTRAINT UX_Upphandlingstid_Nr UNIQUE,
    ForberedelseDagar  INT               NOT NULL,
    AnbudDagar         INT               NOT NULL,
    UtvarderingDagar   INT               NOT NULL,
    BeredningDagar     INT               NOT NULL,
    OverprovningDagar  INT               NOT NULL,
    InforandeDagar     INT               NOT NULL,
    Andrad             DATETIMEOFFSET(3) NOT NULL,
    AndradAv           NVARCHAR(200)     NOT NULL
);
GO
