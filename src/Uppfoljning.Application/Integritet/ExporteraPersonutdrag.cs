using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Det som finns om en människa, som en zip att lämna till henne: en sida att läsa, samma uppgifter som JSON och listan över dokument. Hennes eget
/// nummer står helt; andras personnummer är dolda.
/// </summary>
[Kraver(Soker)]
public sealed record ExporteraPersonutdragQuery : Personfraga, IQuery<Exportfil>, INamndfiltrerad;

public sealed class ExporteraPersonutdragValidator : PersonfragaValidator<ExporteraPersonutdragQuery>;

/// <summary>Registret läses, med @Namnder, av samma sammanställning som sidan.</summary>
public sealed class ExporteraPersonutdragHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<ExporteraPersonutdragQuery, Result<Exportfil>>
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement) };

    public async Task<Result<Exportfil>> Handle(ExporteraPersonutdragQuery request, CancellationToken cancellationToken)
    {
        var utdrag = await PersonutdragHandler.SammanstallAsync(db, request, anvandare, clock, eget: true, cancellationToken);
        var innehall = new MemoryStream();
        await using (var zip = new ZipArchive(innehall, ZipArchiveMode.Create, leaveOpen: true))
        {
            await LaggTillAsync(zip, "uppgifter.html", Html(utdrag), cancellationToken);
            await LaggTillAsync(zip, "uppgifter.json", JsonSerializer.Serialize(new
            {
                Sammanstallt = utdrag.Tid,
                utdrag.Namnder,
                HelaKommunen = utdrag.Kommun,
                Delar = utdrag.Delar.Select(d => new { Del = d.Modul.Text(), Tabell = d.Rubrik, d.Fler, Rader = d.Fynd.Select(f => new { f.Var, f.Sakert, Uppgifter = f.Falt.Select(x => new { x.Namn, x.Varde }) }) }),
            }, Json), cancellationToken);
            await LaggTillAsync(zip, "dokument.txt", Dokument(utdrag), cancellationToken);
        }
        innehall.Position = 0;
        return Result<Exportfil>.Ok(new(string.Create(CultureInfo.InvariantCulture, $"personuppgifter-{SvenskTid.Lokal(utdrag.Tid):yyyy-MM-dd}.zip"), "application/zip", innehall)
        {
            Antal = utdrag.Antal,
            Urval = $"Uppgifter om {utdrag.Maskerat}. Skäl: {Doltpersonnummer.I(utdrag.Skal)}",
            Ur = utdrag.Namnder,
        });
    }

    private static async Task LaggTillAsync(ZipArchive zip, string namn, string text, CancellationToken cancellationToken)
    {
        await using var skrivare = new StreamWriter(await zip.CreateEntry(namn).OpenAsync(cancellationToken), new UTF8Encoding(false));
        await skrivare.WriteAsync(text.AsMemory(), cancellationToken);
    }

    private static string Dokument(Personutdrag utdrag)
    {
        var text = new StringBuilder("Dokument där namnet eller numret står i filnamnet eller beskrivningen, eller som personen har lagt in. Innehållet är inte genomsökt. Ett filnamn som inte nämner personen står inte här; dokumentet känns då igen på dagen.\r\n\r\n");
        foreach (var fynd in utdrag.Delar.Where(d => d.Tabell == "Dokument").SelectMany(d => d.Fynd)) { text.Append(fynd.Var).Append("\r\n"); }
        return text.ToString();
    }

    private static string Html(Personutdrag utdrag)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"sv\">\n<head><meta charset=\"utf-8\"><title>Personuppgifter</title></head>\n<body>\n<h1>Uppgifter om dig i Uppföljning</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>Sammanställt {SvenskTid.Lokal(utdrag.Tid):yyyy-MM-dd}. Sökt i: {E(utdrag.Namnder.Count == 0 ? "" : string.Join(", ", utdrag.Namnder))}{(utdrag.Kommun ? " det som gäller hela kommunen" : "")}.</p>\n");
        if (utdrag.Antal == 0) { html.Append("<p>Inga uppgifter hittades.</p>\n"); }
        foreach (var modul in utdrag.Delar.GroupBy(d => d.Modul))
        {
            var b = Behandlingsregister.Med(modul.Key);
            html.Append(CultureInfo.InvariantCulture, $"<h2>{E(modul.Key.Text())}</h2>\n<p>Ändamål: {E(b.Andamal)} Rättslig grund: {E(string.Join("; ", b.Lagrum.Prepend(Behandlingsregister.AllmantIntresse)))}. Lagring: {E(b.Lagring)} Mottagare: {E(Behandlingsregister.Mottagare)}</p>\n");
            foreach (var (del, fynd) in modul.SelectMany(d => d.Fynd.Select(f => (d, f))))
            {
                html.Append(CultureInfo.InvariantCulture, $"<h3>{E(fynd.Var.Length == 0 ? del.Rubrik : $"{del.Rubrik}: {fynd.Var}")}{(fynd.Sakert ? "" : " (möjlig träff: texten kan gälla någon annan)")}</h3>\n<dl>\n");
                foreach (var falt in fynd.Falt) { html.Append(CultureInfo.InvariantCulture, $"<dt>{E(falt.Namn)}</dt><dd>{E(falt.Varde)}</dd>\n"); }
                html.Append("</dl>\n");
            }
            if (modul.Any(d => d.Fler)) { html.Append(CultureInfo.InvariantCulture, $"<p>Det finns fler rader än de {Persontabell.FlestRader} som är med. Begär resten för en kortare tid.</p>\n"); }
        }
        return html.Append("</body>\n</html>\n").ToString();

        static string E(string text) => WebUtility.HtmlEncode(text);
    }
}
