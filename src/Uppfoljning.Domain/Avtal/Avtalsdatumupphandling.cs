using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>
/// Den senaste dag då nästa upphandling kan börja, räknad bakåt från dagen då det nya avtalet ska gälla: införande, marginal för
/// överprövning, avtalsspärr, nämndens beslut, utvärdering, anbudstid och förberedelse.
/// </summary>
/// <remarks>
/// Bakåt används lagens tider så att de hinner löpa ut i tid när de räknas framåt: spärren är 10 dagar för en elektronisk underrättelse
/// (20 kap. 1 § LOU, SP-03) och flyttas enligt BER-02; anbudstiden räknas enligt förordning 1182/71 (BER-07).
/// </remarks>
public static class Avtalsdatumupphandling
{
    /// <summary>20 kap. 1 § LOU, elektronisk underrättelse.</summary>
    public const int SparrDagar = 10;

    /// <summary>11 kap. 2 och 6 §§ LOU: öppet förfarande med elektroniska anbud (TID-01, TID-16).</summary>
    public const int MinstAnbudDagar = 30;

    public static Avtalsdag Rakna(Avtalsdatumfakta avtal, DateOnly slut, string rubrik, Avtalsdatumtider tider, Arbetskalender kalender)
    {
        var steg = new List<string>();
        var forbehall = new List<string>();
        var lagrum = new List<Lagrum> { Lagrum.Lou(20, 1), Lagrum.Lou(20, 18), Tidsrakning.NastaArbetsdag };

        var start = slut.AddDays(1);
        steg.Add($"Det nya avtalet ska gälla från {Arbetskalender.Utskriven(start)}, dagen efter {slut.Iso()}.");

        var klart = Egen(start, tider.InforandeDagar, "införande", "Avtalet tecknas");
        var tecknas = Egen(klart, tider.OverprovningDagar, "marginal för en överprövning", "Spärren har löpt ut och avtalet får tecknas");

        // Spärren: den sista dag underrättelsen kan skickas för att spärrens sista dag ska ligga före teckningsdagen.
        var skickas = kalender.ArbetsdagSenast(Tidsrakning.SenastStart(tecknas.AddDays(-1), Tid.Dagar(SparrDagar), kalender).Dag);
        var sparr = Tidsrakning.TillatenFran(skickas, Tid.Dagar(SparrDagar), kalender);
        steg.Add($"Avtalsspärr {Tid.Dagar(SparrDagar)} (20 kap. 1 § LOU): underrättelsen skickas elektroniskt senast arbetsdagen {Arbetskalender.Utskriven(skickas)}.");
        steg.AddRange(sparr.Steg);

        var beslutsunderlag = Beslut(skickas);
        var anbudSenast = kalender.ArbetsdagSenast(Egen(beslutsunderlag, tider.UtvarderingDagar, "öppning och utvärdering", "Sista anbudsdag"));
        steg.Add($"Sista anbudsdag läggs på en arbetsdag: {Arbetskalender.Utskriven(anbudSenast)}.");

        var annons = Anbudstid(anbudSenast);
        var borja = Egen(annons, tider.ForberedelseDagar, "behovsanalys och upphandlingsdokument", "Upphandlingen börjar");
        if (kalender.Stangt(borja) is { } stangt)
        {
            steg.Add($"{borja.Iso()} är {stangt}. Upphandlingen börjar arbetsdagen dessförinnan, {Arbetskalender.Utskriven(kalender.ArbetsdagSenast(borja))}.");
            borja = kalender.ArbetsdagSenast(borja);
        }

        forbehall.Add("Lagens tider är minimitider. De andra är kommunens egna och står i programmets inställningar; varje steg säger vilket.");
        forbehall.Add("En överprövning förlänger spärren tills förvaltningsrätten har avgjort målet (20 kap. 8 § LOU). Marginalen kan vara för kort.");
        if (avtal.Upphandlingsform == Upphandlingsform.Direktupphandling)
        {
            forbehall.Add("Det här avtalet direktupphandlades. Om nästa får göra det avgörs av värdet och skälen (19 a kap. LOU); räknat som en annonserad upphandling.");
        }
        return new()
        {
            Sort = Avtalsdatumsort.NastaUpphandling,
            Rubrik = rubrik,
            Dag = borja,
            Grund = Avtalsdatumgrund.LagOchKommun,
            Lagrum = lagrum,
            Steg = steg,
            Forbehall = forbehall,
        };

        DateOnly Egen(DateOnly fran, int dagar, string vad, string blir)
        {
            var dag = Tidsrakning.Bakat(fran, Tid.Dagar(dagar)).Dag;
            steg.Add($"{Tid.Dagar(dagar)} för {vad}, kommunens egen tid: {fran.Iso()} minus {Tid.Dagar(dagar)}. {blir} senast {Arbetskalender.Utskriven(dag)}.");
            return dag;
        }

        // Nämndens kalender används bara när den räcker förbi dagen; annars kunde det senaste kända mötet ligga långt för tidigt.
        DateOnly Beslut(DateOnly senast)
        {
            var fore = avtal.Sammantraden.Where(s => s.Dag <= senast).MaxBy(s => s.Dag);
            if (fore is null || avtal.Sammantraden.All(s => s.Dag < senast))
            {
                forbehall.Add($"Nämndens sammanträden omkring {senast.Iso()} är inte kända. I stället räknas kommunens egen tid för beredning.");
                return Egen(senast, tider.BeredningDagar, "beredning och beslut i nämnden", "Förslaget är klart");
            }
            steg.Add($"Nämnden fattar tilldelningsbeslut vid sammanträdet {Arbetskalender.Utskriven(fore.Dag)}, det sista före {senast.AddDays(1).Iso()}.");
            if (fore.SistaHandlingsdag is not { } handlingar)
            {
                return Egen(fore.Dag, tider.BeredningDagar, "beredning till nämnden", "Förslaget är klart");
            }
            steg.Add($"Handlingarna till sammanträdet lämnas senast {Arbetskalender.Utskriven(handlingar)}.");
            return handlingar;
        }

        DateOnly Anbudstid(DateOnly senast)
        {
            if (avtal.Regler == Upphandlingsregler.Kapitel19)
            {
                lagrum.Add(Lagrum.Lou(19, 11));
                var dag = kalender.ArbetsdagSenast(Egen(senast, tider.AnbudDagar, "anbudstid (19 kap. 11 § LOU: skälig tid, inget antal dagar)", "Annonsen publiceras"));
                steg.Add($"Annonsen skickas på en arbetsdag: {Arbetskalender.Utskriven(dag)}.");
                return dag;
            }

            lagrum.AddRange([Lagrum.Lou(11, 2), Lagrum.Lou(11, 6), Tidsrakning.Forordning]);
            var dagar = Math.Max(tider.AnbudDagar, MinstAnbudDagar);
            var annonseras = kalender.ArbetsdagSenast(Tidsrakning.SenastStart(senast, Tid.Dagar(dagar), kalender, Rakningssatt.Eu).Dag);
            var fram = Tidsrakning.SistaDag(annonseras, Tid.Dagar(dagar), kalender, Rakningssatt.Eu);
            steg.Add($"Anbudstid {Tid.Dagar(dagar)}: lagens minimum är {Tid.Dagar(MinstAnbudDagar)} vid öppet förfarande med elektroniska anbud (11 kap. 2 och 6 §§ LOU)"
                + $"{(dagar > MinstAnbudDagar ? $", kommunens egen tid är {Tid.Dagar(dagar)}" : "")}. Annonsen skickas senast arbetsdagen {Arbetskalender.Utskriven(annonseras)}.");
            steg.AddRange(fram.Steg);
            forbehall.Add("Räknat med öppet förfarande, elektroniska anbud och fritt tillgängliga dokument.");
            if (avtal.Regler is null)
            {
                forbehall.Add("Det är inte känt om nästa upphandling är direktivstyrd eller gäller en tjänst i bilaga 2 (19 kap. LOU, där anbudstiden ska vara skälig men inget antal dagar anges). "
                    + "Räknat som direktivstyrd, så att lagens minimum hinns med.");
            }
            return annonseras;
        }
    }
}
