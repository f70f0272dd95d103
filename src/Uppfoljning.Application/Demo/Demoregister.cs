using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Demo;

/// <summary>
/// Utförarnas kontakter, kontroller och enheter i demokommunen. Kontakterna är funktioner, aldrig personer. Kontrollerna ligger så att några
/// är förfallna, några ska göras om snart och några saknas, vilken dag kommunen än läggs in.
/// </summary>
internal static class Demoregister
{
    /// <summary>Enheter hos andra utförare än nämnden själv.</summary>
    private static readonly IReadOnlyList<(Demoenhet Enhet, string Utforare)> EnheterHosAndra =
    [
        (new("VON", "Särskilt boende", "Fabelgårdens vårdboende", 1, null), "Fabelgårdens Äldreboende AB"),
        (new("VON", "Särskilt boende", "Sagobackens demensboende", 1, null), "Sagobackens Vårdhem AB"),
        (new("VON", "Hemtjänst", "Hemtjänstkontoret i Låtsaslunda", 1, null), "Låtsaslunda Omsorg AB"),
        (new("VON", "Hemtjänst", "Hittepå hemtjänst, kontor Skissby", 1, null), "Hittepå Hemtjänst AB"),
        (new("VON", "Daglig verksamhet", "Dagverksamheten Mallen", 1, null), "Mallholms Dagliga Verksamheter AB"),
        (new("SN", "Barn och unga", "HVB-hemmet Skissen", 1, null), "Skissby HVB AB"),
        (new("SN", "Missbruk och beroende", "Provbacka mottagning", 1, null), "Provbacka Behandling AB"),
    ];

    private static readonly string[] Platser = ["Norra Provbacka", "Låtsaslunda", "Påhittsvik", "Skissby", "Mallholm", "Fiktivsjö"];

    private static readonly string[] UtanBrukare = ["Lokalvård", "Lokaler", "Personal", "Gata och park", "Vatten och avfall", "Måltider", "Skolskjuts", "Bibliotek", "Kultur"];

    /// <summary>Det som händer med utförarna, efter att deras avtal har lagts in.</summary>
    public static IEnumerable<Demohandelse> Handelser(int ar, DateOnly borjan)
    {
        var slump = new Slump(4);
        foreach (var ((enhet, utforare), i) in EnheterHosAndra.Select((e, i) => (e, i)))
        {
            yield return new(Arbetstid(borjan.AddDays(100 + i), slump), Demoinnehall.Namnd(enhet.Namnd).Avtalsansvarig, s => s.RegistreraEnhetHosAsync(enhet, utforare));
        }

        var omsorg = Demoinnehall.Utforare.Where(u => u.Driftsform != Driftsform.KommunaltBolag && Demoinnehall.Mallar.Any(m => m.Namnd is "VON" or "SN" && u.Sorter.Contains(m.Sort))).ToList();
        foreach (var (utforare, i) in omsorg.Select((u, i) => (u, i)))
        {
            var mall = Demoinnehall.Mallar.First(m => m.Namnd is "VON" or "SN" && utforare.Sorter.Contains(m.Sort));
            var vem = Demoinnehall.Namnd(mall.Namnd).Avtalsansvarig;
            var tid = Arbetstid(borjan.AddDays(110 + i), slump);
            foreach (var funktion in i % 3 == 0 ? new[] { "Verksamhetschef", "Avtalssamordnare" } : ["Verksamhetschef"])
            {
                yield return new(tid, vem, s => s.MedUtforareAsync(utforare.Namn, id => new LaggTillKontaktCommand
                {
                    UtforareId = id,
                    Namn = funktion,
                    Funktion = funktion == "Verksamhetschef" ? "Ansvarar för verksamheten" : "Frågor om avtal och fakturor",
                    Epost = $"{(funktion == "Verksamhetschef" ? "chef" : "avtal")}.{i + 1}@utforare.example",
                }));
            }

            // Var sjätte utförare är ännu inte kontrollerad.
            if (i % 6 == 5) { continue; }
            var hemtjanst = utforare.Sorter.Contains("hemtjänst");
            foreach (var (sort, j) in Kontrollregler.Vantade(utforare.Driftsform, hemtjanst).Select((s, j) => (s, j)))
            {
                // Några sorter saknas hos några utförare.
                if ((i + j) % 7 == 3) { continue; }
                var dag = new DateOnly(ar - 1, 1, 12).AddDays(((i * 37) + (j * 11)) % 320);
                yield return Kontroll(dag, utforare.Namn, sort, i, j, vem, slump);
                // De flesta kontroller görs om efter ett år; de andra förfaller.
                if ((i + j) % 4 != 0) { yield return Kontroll(dag.AddYears(1).AddDays(-7), utforare.Namn, sort, i, j, vem, slump); }
            }
        }
    }

    /// <summary>Enhetens uppgifter med plats, storlek och, i egen regi, uppdraget.</summary>
    public static RegistreraEnhetCommand Enhet(Demoenhet enhet)
    {
        var fro = enhet.Namn.Aggregate(7UL, (summa, tecken) => (summa * 31) + tecken);
        var slump = new Slump(fro);
        var boende = enhet.Verksamhetsomrade.Contains("boende", StringComparison.OrdinalIgnoreCase) || enhet.Namn.Contains("HVB", StringComparison.Ordinal);
        var brukare = UtanBrukare.Contains(enhet.Verksamhetsomrade) ? (int?)null : slump.Mellan(12, 140);
        var egenRegi = EnheterHosAndra.All(e => e.Enhet.Namn != enhet.Namn);
        var diariefort = egenRegi && enhet.Konkurrens == true && slump.Procent(75);
        return new RegistreraEnhetCommand
        {
            Namn = enhet.Namn,
            Verksamhetsomrade = enhet.Verksamhetsomrade,
            Antal = enhet.Antal,
            Plats = Platser.FirstOrDefault(p => enhet.Namn.Contains(p, StringComparison.Ordinal)) ?? (slump.Procent(70) ? slump.En(Platser) : null),
            Platser = boende ? slump.Mellan(18, 72) : null,
            Brukare = boende ? null : brukare,
            Konkurrens = enhet.Konkurrens,
            MojligFor = enhet.MojligFor,
            UppdragDiarienummer = diariefort ? $"{enhet.Namnd} {2019 + slump.Under(2)}-{slump.Mellan(100, 899)}" : null,
            UppdragBeslutat = diariefort ? new DateOnly(2020, 11, 1).AddDays(slump.Mellan(0, 29)) : null,
            Anmarkning = enhet.Anmarkning,
        };
    }

    private static Demohandelse Kontroll(DateOnly dag, string utforare, Kontrollsort sort, int i, int j, string vem, Slump slump)
    {
        var tid = Arbetstid(dag, slump);
        var gjord = SvenskTid.Datum(tid);
        Kontrollresultat? resultat = ((i * 3) + j) switch
        {
            11 => Kontrollresultat.EjUppfyllt,
            var n when n % 13 == 6 => Kontrollresultat.Anmarkning,
            var n when n % 17 == 9 => null,
            _ => Kontrollresultat.UtanAnmarkning,
        };
        var tillstand = sort == Kontrollsort.IvoTillstand;
        return new(tid, vem, s => s.MedUtforareAsync(utforare, id => new RegistreraKontrollCommand
        {
            UtforareId = id,
            Sort = sort,
            Gjord = gjord,
            Resultat = tillstand ? Kontrollresultat.UtanAnmarkning : resultat,
            Kalla = sort.Kalla(),
            Beteckning = tillstand ? $"Exempel {i + 1:000}" : null,
            GallerFran = tillstand ? gjord.AddYears(-2) : null,
            GallerTill = sort == Kontrollsort.Forsakring ? gjord.AddMonths(11) : null,
            Anmarkning = tillstand ? null : resultat switch
            {
                Kontrollresultat.Anmarkning => "En uppgift stämmer inte med den förra kontrollen. Utföraren har fått frågan.",
                Kontrollresultat.EjUppfyllt => "Utföraren har inte visat att kravet är uppfyllt.",
                null => "Svaret har inte kommit.",
                _ => null,
            },
        }));
    }

    /// <summary>Någon gång under arbetsdagen; den 1–20 december vilar registret.</summary>
    private static DateTimeOffset Arbetstid(DateOnly dag, Slump slump)
    {
        if (dag is { Month: 12, Day: <= 20 }) { dag = new DateOnly(dag.Year, 12, 21); }
        var vardag = dag.DayOfWeek switch { DayOfWeek.Saturday => dag.AddDays(2), DayOfWeek.Sunday => dag.AddDays(1), _ => dag };
        return SvenskTid.Borjan(vardag).AddMinutes((8 * 60) + slump.Under(8 * 60));
    }
}
