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
