using System.Globalization;
using System.Text;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Infrastructure.Tabeller;

/// <summary>CSV så som svenska Excel vill ha den: UTF-8 med märke, semikolon, CRLF, decimalkomma. Det som ser ut som en formel får en apostrof.</summary>
internal sealed class CsvSkrivare : ITabellskrivare
{
    private const char Avgransare = ';';

    private readonly FileStream _fil;
    private readonly StreamWriter _text;
    private bool _mitt;
    private bool _klar;

    public CsvSkrivare(FileStream fil, Tabellhuvud huvud)
    {
        _fil = fil;
        _text = new StreamWriter(fil, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true);
        foreach (var kolumn in huvud.Kolumner) { Text(kolumn.Rubrik); }
        Radslut();
    }

    public void Text(string? text)
    {
        Mellan();
        // A null character would make the file binary to whoever reads it; the import would drop it anyway.
        if (text is not null) { Csvfil.SkrivCell(_text, Celltext.Skyddad(text.Replace("\0", "", StringComparison.Ordinal)), Avgransare); }
    }

    public void Datum(DateOnly? datum)
    {
        Mellan();
        if (datum is { } d) { _text.Write(d.Iso()); }
    }

    public void Tal(long? tal)
    {
        Mellan();
        if (tal is { } t) { _text.Write(t.ToString(CultureInfo.InvariantCulture)); }
    }

    public void Belopp(long? ore)
    {
        Mellan();
        if (ore is { } o) { _text.Write(o % 100 == 0 ? (o / 100).ToString(CultureInfo.InvariantCulture) : (o / 100m).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',')); }
    }

    public void Decimal(long? hundradelar)
    {
        Mellan();
        if (hundradelar is { } h) { _text.Write((h / 100m).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',')); }
    }

    public void Radslut()
    {
        _text.Write("\r\n");
        _mitt = false;
    }

    public async Task<Stream> KlarAsync(IEnumerable<(string Rubrik, string Text)> omFilen)
    {
        await _text.DisposeAsync();
        _fil.Position = 0;
        _klar = true;
        return _fil;
    }

    public async ValueTask DisposeAsync()
    {
        if (_klar) { return; }
        await _text.DisposeAsync();
        await _fil.DisposeAsync();
    }

    private void Mellan()
    {
        if (_mitt) { _text.Write(Avgransare); }
        _mitt = true;
    }
}
