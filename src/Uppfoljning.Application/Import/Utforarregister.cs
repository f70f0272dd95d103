using Uppfoljning.Application.Avtal;
using System.Globalization;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Import;

/// <summary>Hur namn jämförs: som databasernas svenska sortering, utan hänsyn till skiftläge.</summary>
internal static class Jamforelse
{
    public static readonly StringComparer Svensk = StringComparer.Create(CultureInfo.GetCultureInfo("sv-SE"), CompareOptions.IgnoreCase);

    /// <summary>Registrets text så som den läses ur en fil där den har skrivits: utan osynliga tecken och dubbla mellanslag.</summary>
    public static string? Rensad(string? text) => text is null ? null : Celltext.Enradig(Celltext.Skyddad(text));
}

/// <summary>
/// Kommunens utförare under en import: läses en gång, känns igen på organisationsnumret och annars på namnet, och skrivs en gång. Samma
/// regler som <see cref="Utforare.Utforarskrivning"/>.
/// </summary>
internal sealed class Utforarregister
{
    private const string AllaSql = "SELECT Id, Namn, Organisationsnummer, Driftsform FROM Utforare ORDER BY Id";

    private const string SkapaSql = "INSERT INTO Utforare (Id, Namn, Organisationsnummer, Driftsform) VALUES (@Id, @Namn, @Organisationsnummer, @Driftsform)";

    private const string FyllSql = "UPDATE Utforare SET Organisationsnummer = @Organisationsnummer, Driftsform = @Driftsform, Version = Version + 1 WHERE Id = @Id";

    /// <summary>I ett större register jämförs bara hela nycklar; där är felskrivna namn för många att söka efter rad för rad.</summary>
    private const int StorstFelskrivna = 2000;

    private readonly Dictionary<string, Post> _perNummer = [];
    private readonly Dictionary<string, List<Post>> _perNamn = new(Jamforelse.Svensk);
    private readonly Dictionary<Guid, Post> _perId = [];
    private readonly List<Post> _nya = [];
    private readonly HashSet<Post> _fyllda = [];
    private readonly Dictionary<string, Post> _perLikhet = [];

    private Utforarregister() { }

    public static async Task<Utforarregister> LasAsync(DbSession db, CancellationToken cancellationToken)
    {
        var register = new Utforarregister();
        foreach (var post in await db.QueryAsync<Post>(AllaSql, null, cancellationToken)) { register.LaggTill(post); }
        return register;
    }

    /// <summary>Driftsformen hos den utförare som har id:t.</summary>
    public Driftsform? DriftsformHos(Guid? id) =>
        id is { } u && _perId.TryGetValue(u, out var post) && Enum.TryParse<Driftsform>(post.Driftsform, out var form) ? form : null;

    public Post? MedNummer(string nummer) => _perNummer.GetValueOrDefault(nummer);

    /// <summary>
    /// De utförare som namnet och numret kan gälla: en, flera när bara ett namn är angivet och flera bär det, eller ingen när utföraren är ny.
    /// </summary>
    public IReadOnlyList<Post> Hitta(string namn, string? nummer)
    {
        if (nummer is not null && _perNummer.TryGetValue(nummer, out var traff)) { return [traff]; }
        if (!_perNamn.TryGetValue(namn, out var samma)) { return []; }
        // Samma namn med ett annat organisationsnummer är ett annat företag.
        return nummer is null ? samma : [.. samma.Where(p => p.Organisationsnummer is null).Take(1)];
    }

    /// <summary>De med namnet vars personnummer ser ut så när det är dolt.</summary>
    public IReadOnlyList<Post> HittaDold(string namn, string dolt) => _perNamn.TryGetValue(namn, out var samma)
        ? [.. samma.Where(p => p.Organisationsnummer is { } nummer && string.Equals(Organisationsnummer.Maskerat(nummer), dolt, StringComparison.OrdinalIgnoreCase))]
        : [];

    /// <summary>Om någon med namnet har ett personnummer som skiljer sig bara i de siffror som är dolda.</summary>
    public bool HarAndraDolda(string namn, string? nummer) =>
        nummer is not null && Organisationsnummer.ArPersonnummer(nummer) && !_perNummer.ContainsKey(nummer) && HittaDold(namn, Organisationsnummer.Maskerat(nummer)).Count > 0;

    /// <summary>En annan utförare som kan vara densamma, skriven på ett annat sätt; null när ingen liknar.</summary>
    public Post? Liknande(string namn)
    {
        var nyckel = Namnlikhet.Nyckel(namn);
        if (_perLikhet.TryGetValue(nyckel, out var lika)) { return lika; }
        return _perLikhet.Count > StorstFelskrivna ? null : _perLikhet.FirstOrDefault(p => Namnlikhet.Lika(p.Key, nyckel)).Value;
    }

    public Post Skapa(string namn, string? nummer, Driftsform? driftsform)
    {
        var post = new Post { Id = Guid.CreateVersion7(), Namn = namn, Organisationsnummer = nummer, Driftsform = driftsform?.ToString(), Ny = true };
        LaggTill(post);
        _nya.Add(post);
        return post;
    }

    /// <summary>Det som registret saknar om utföraren fylls på; det som finns ändras inte.</summary>
    public void Fyll(Post post, string? nummer, Driftsform? driftsform)
    {
        var fore = (post.Organisationsnummer, post.Driftsform);
        if (post.Organisationsnummer is null && nummer is not null)
        {
            post.Organisationsnummer = nummer;
            _perNummer[nummer] = post;
        }
        post.Driftsform ??= driftsform?.ToString();
        if (fore != (post.Organisationsnummer, post.Driftsform)) { _fyllda.Add(post); }
    }

    public async Task SkrivAsync(DbSession db, CancellationToken cancellationToken)
    {
        _fyllda.ExceptWith(_nya);
        if (_nya.Count > 0) { await db.ExecuteAsync(SkapaSql, _nya, cancellationToken); }
        if (_fyllda.Count > 0) { await db.ExecuteAsync(FyllSql, _fyllda, cancellationToken); }
        if (_nya.Count + _fyllda.Count > 0)
        {
            await Sokord.SkrivAllaAsync(db, _nya.Select(p => (p.Id, p.Soktexter())), [.. _fyllda.Select(p => (p.Id, p.Soktexter()))], cancellationToken);
            await Avtalssokord.BytAsync(db, [.. _fyllda.Select(p => new Utforarord(p.Id, [], p.Soktexter()))], cancellationToken);
        }
    }

    private void LaggTill(Post post)
    {
        _perId[post.Id] = post;
        if (post.Organisationsnummer is { } nummer) { _perNummer[nummer] = post; }
        var namn = Jamforelse.Rensad(post.Namn) ?? post.Namn;
        if (_perNamn.TryGetValue(namn, out var samma)) { samma.Add(post); }
        else { _perNamn.Add(namn, [post]); }
        if (Namnlikhet.Nyckel(namn) is { Length: > 0 } nyckel) { _perLikhet.TryAdd(nyckel, post); }
    }

    internal sealed class Post
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Organisationsnummer { get; set; }

        public string? Driftsform { get; set; }

        /// <summary>Om utföraren är ny i filen, och alltså inte fanns i registret.</summary>
        public bool Ny { get; init; }

        public IEnumerable<string?> Soktexter() => [Namn, Organisationsnummer?.Replace("-", "", StringComparison.Ordinal)];
    }
}

/// <summary>Nämndens verksamhetsområden under en import: läses en gång, och de nya skrivs en gång.</summary>
internal sealed class Omradesregister
{
    private const string AllaSql = "SELECT Id, Namn FROM Verksamhetsomrade WHERE NamndId = @NamndId";

    private const string SkapaSql = "INSERT INTO Verksamhetsomrade (Id, NamndId, Namn) VALUES (@Id, @NamndId, @Namn)";

    private readonly Guid _namndId;
    private readonly Dictionary<string, Post> _perNamn = new(Jamforelse.Svensk);
    private readonly List<Post> _nya = [];

    private Omradesregister(Guid namndId) => _namndId = namndId;

    public static async Task<Omradesregister> LasAsync(DbSession db, Guid namndId, CancellationToken cancellationToken)
    {
        var register = new Omradesregister(namndId);
        foreach (var post in await db.QueryAsync<Post>(AllaSql, new { NamndId = namndId }, cancellationToken)) { register._perNamn[Jamforelse.Rensad(post.Namn) ?? post.Namn] = post; }
        return register;
    }

    public Post HittaEllerSkapa(string namn)
    {
        if (_perNamn.TryGetValue(namn, out var post)) { return post; }
        post = new Post { Id = Guid.CreateVersion7(), NamndId = _namndId, Namn = namn };
        _perNamn.Add(namn, post);
        _nya.Add(post);
        return post;
    }

    public async Task SkrivAsync(DbSession db, CancellationToken cancellationToken)
    {
        if (_nya.Count > 0) { await db.ExecuteAsync(SkapaSql, _nya, cancellationToken); }
    }

    internal sealed class Post
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public string Namn { get; init; } = "";
    }
}
