namespace Uppfoljning.Domain;

/// <summary>En bestämmelse som en regel vilar på: lag, kapitel och paragraf, eller en punkt i kommunens eget program.</summary>
/// <param name="Forfattning">Lagens förkortning så som den skrivs efter paragrafen, till exempel KL.</param>
/// <param name="Kapitel">Kapitlet så som lagen skriver det (12, 19 a), eller null om lagen saknar kapitel.</param>
/// <param name="Paragraf">Paragrafen så som lagen skriver den (10, 5 b).</param>
public sealed record Lagrum(string Forfattning, string? Kapitel, string Paragraf)
{
    public static Lagrum Lou(int kapitel, int paragraf) => new("LOU", Text(kapitel), Text(paragraf));

    public static Lagrum Lov(int kapitel, int paragraf) => new("LOV", Text(kapitel), Text(paragraf));

    public static Lagrum Kl(int kapitel, int paragraf) => new("KL", Text(kapitel), Text(paragraf));

    public static Lagrum Sol(int kapitel, int paragraf) => new("SoL", Text(kapitel), Text(paragraf));

    /// <summary>En punkt i fullmäktiges program för uppföljning och insyn (KL 5 kap. 3 §), till exempel "punkt 4".</summary>
    public static Lagrum Program(string punkt) => new("programmet för uppföljning och insyn", null, punkt);

    public override string ToString() => Forfattning.StartsWith("programmet", StringComparison.Ordinal)
        ? $"{Forfattning}, {Paragraf}"
        : Paragraf.StartsWith("artikel", StringComparison.Ordinal) ? $"{Paragraf} i {Forfattning}"
        : Kapitel is null ? $"{Paragraf} § {Forfattning}" : $"{Kapitel} kap. {Paragraf} § {Forfattning}";

    private static string Text(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
