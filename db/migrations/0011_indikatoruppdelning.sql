-- En indikators värde för ett år, delat efter kön, ålder eller område (jämlik styrning, UPP-08). Värdet för alla står i Indikatorvarde och räknas
-- aldrig fram ur grupperna. En grupp hör till en indelning; AlderTill är NULL för den äldsta gruppen, som är öppen uppåt. Värdet är hundradelar.
CREATE TABLE Indikatoruppdelning (
    Id                UNIQUEIDENTIFIER NOT NULL CONSTRAINT PK_Indikatoruppdelning PRIMARY KEY,
    IndikatorvardeId  UNIQUEIDENTIFIER NOT NULL CONSTRAINT FK_Indikatoruppdelning_Indikatorvarde REFERENCES Indikatorvarde (Id),
    Kon               NVARCHAR(20)     NULL,
    AlderFran         INT              NULL,
    AlderTill         INT              NULL,
    Omrade            NVARCHAR(100) COLLATE Finnish_Swedish_100_CI_AS NULL,
    Varde             BIGINT           NULL,
    Personer          INT              NULL,
    CONSTRAINT CK_Indikatoruppdelning_EnIndelning CHECK (
        (Kon IS NOT NULL AND AlderFran IS NULL AND AlderTill IS NULL AND Omrade IS NULL)
        OR (Kon IS NULL AND AlderFran IS NOT NULL AND Omrade IS NULL)
        OR (Kon IS NULL AND AlderFran IS NULL AND AlderTill IS NULL AND Omrade IS NOT NULL))
);
GO

-- Samma grupp står en gång per år.
CREATE UNIQUE INDEX UX_Indikatoruppdelning_Kon ON Indikatoruppdelning (IndikatorvardeId, Kon) WHERE Kon IS NOT NULL;
GO

CREATE UNIQUE INDEX UX_Indikatoruppdelning_Alder ON Indikatoruppdelning (IndikatorvardeId, AlderFran) WHERE AlderFran IS NOT NULL;
GO

CREATE UNIQUE INDEX UX_Indikatoruppdelning_Omrade ON Indikatoruppdelning (IndikatorvardeId, Omrade) WHERE Omrade IS NOT NULL;
GO
