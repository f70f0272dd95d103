namespace Uppfoljning.Application.Import;

/// <summary>Varför en arbetsbok inte läses. Fångas där filen tas emot och blir skälet som användaren ser.</summary>
internal sealed class Arbetsboksfel(string kod, string text) : Exception(text)
{
    public string Kod { get; } = kod;
}

/// <summary>Hur mycket som har packats upp ur en arbetsbok, alla delar tillsammans.</summary>
internal sealed class Uppackat(long hogst)
{
    private long _antal;

    public void Mer(int antal)
    {
        _antal += antal;
        if (_antal > hogst) { throw new Arbetsboksfel("for-stor-uppackad", $"Arbetsboken blir större än {hogst / 1024 / 1024} MB när den packas upp. Det här är inte ett register."); }
    }
}

/// <summary>
/// En del ur en arbetsbok medan den packas upp. Räknar det som verkligen kommer ut, inte det som filen säger, och håller reda på kontrollsumman.
/// </summary>
internal sealed class Zipdel(Stream inre, long packad, uint summa, Uppackat uppackat, bool uppmarkt = true) : Stream
{
    /// <summary>Ett register packas tio till femtio gånger; en fil gjord för att spränga minnet tusen gånger.</summary>
    private const int StorstKvot = 250;

    private const int KvotFran = 4 * 1024 * 1024;

    /// <summary>Längsta stycke utan ny märkning: ett namn, en lista med attribut eller en text.</summary>
    private const int LangstStycke = 512 * 1024;

    private static readonly uint[] Tabell = Skapa();

    private long _antal;
    private int _stycke;
    private uint _crc = uint.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _antal;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var antal = inre.Read(buffer);
        if (antal == 0)
        {
            if (~_crc != summa) { throw new InvalidDataException("Kontrollsumman stämmer inte."); }
            return 0;
        }
        uppackat.Mer(antal);
        _antal += antal;
        if (_antal > KvotFran && _antal > packad * StorstKvot)
        {
            throw new Arbetsboksfel("zip-bomb", "Arbetsboken är packad så hårt att den inte kan vara ett register (en så kallad ZIP-bomb). Den läses inte.");
        }
        if (uppmarkt) { Stycke(buffer[..antal]); }
        foreach (var b in buffer[..antal]) { _crc = Tabell[(byte)(_crc ^ b)] ^ (_crc >> 8); }
        return antal;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) { inre.Dispose(); }
        base.Dispose(disposing);
    }

    private void Stycke(ReadOnlySpan<byte> data)
    {
        while (data.IndexOf((byte)'<') is var plats and >= 0)
        {
            Prova(plats);
            _stycke = 0;
            data = data[(plats + 1)..];
        }
        Prova(data.Length);
        _stycke += data.Length;
    }

    private void Prova(int antal)
    {
        if (_stycke + antal > LangstStycke) { throw new Arbetsboksfel("skadad-arbetsbok", "Arbetsboken är skadad: en cell i den är orimligt lång. Den läses inte."); }
    }

    private static uint[] Skapa()
    {
        var tabell = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var varde = i;
            for (var bit = 0; bit < 8; bit++) { varde = (varde & 1) == 0 ? varde >> 1 : (varde >> 1) ^ 0xEDB88320u; }
            tabell[i] = varde;
        }
        return tabell;
    }
}
