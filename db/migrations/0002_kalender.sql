-- Dagar som en administratör har lagt till. Lagens helgdagar räknas fram och står inte här. Helgdag: 1 blev helgdag i lag, 0 kommunen håller stängt.
CREATE TABLE Kalenderdag (
    Id       UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Kalenderdag PRIMARY KEY,
    Dag      DATE             NOT NULL CONSTRAINT UX_Kalenderdag_Dag UNIQUE,
    Namn     NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NOT NULL,
    Helgdag  BIT              NOT NULL
);
GO
