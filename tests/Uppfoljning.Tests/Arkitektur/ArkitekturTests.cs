using System.Reflection;
using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Tests.Arkitektur;

/// <summary>Husets regler, så att de inte behöver kommas ihåg.</summary>
public sealed partial class ArkitekturTests
{
    private static readonly Assembly Domain = typeof(Hinder).Assembly;
    private static readonly Assembly Application = typeof(ICommand).Assembly;
    private static readonly Assembly Web = typeof(CaseController).Assembly;

    private static string Kallkod => Path.Combine(Rot(), "src");

    private static IEnumerable<Type> Begaranden => Application.GetTypes().Where(t => !t.IsAbstract && Registrering.Begaran(t) is not null);

    private static readonly Type[] Bindningar = [typeof(IArendebunden), typeof(INamndbunden), typeof(INamndfiltrerad), typeof(IKommunbunden)];

    [Test]
    public void Domain_hanvisar_bara_till_ramverket() =>
        Assert.That(Hanvisningar(Domain).Where(n => !n.StartsWith("System", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Pdf_hanvisar_bara_till_ramverket() =>
        Assert.That(Hanvisningar(Assembly.Load("Uppfoljning.Pdf")).Where(n => !n.StartsWith("System", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Application_kanner_varken_databas_eller_webb() =>
        Assert.That(Hanvisningar(Application).Where(n => n.Contains("AspNetCore", StringComparison.Ordinal) || n.Contains("Sqlite", StringComparison.Ordinal)
            || n.Contains("SqlClient", StringComparison.Ordinal) || n is "Uppfoljning.Infrastructure" or "Uppfoljning.Web" or "Uppfoljning.Pdf"), Is.Empty);

    [Test]
    public void Bara_Program_namnger_Infrastructure_i_webben() =>
        Assert.That(Filer("Uppfoljning.Web").Where(f => f.Text.Contains("Uppfoljning.Infrastructure", StringComparison.Ordinal)).Select(f => f.Namn), Is.EquivalentTo(new[] { "Program.cs" }));

    [Test]
    public void Varje_begaran_sager_vem_som_far_och_vad_den_galler() => Assert.Multiple(() =>
    {
        Assert.That(Begaranden, Is.Not.Empty);
        foreach (var begaran in Begaranden)
        {
            var kraver = begaran.GetCustomAttribute<KraverAttribute>();
            var oppen = begaran.GetCustomAttribute<OppenAttribute>();
            var bindningar = Bindningar.Count(b => b.IsAssignableFrom(begaran));
            Assert.That(kraver is null, Is.Not.EqualTo(oppen is null), $"{begaran.Name} ska ha antingen [Kraver] eller [Oppen].");
            if (kraver is not null)
            {
                Assert.That(kraver.NagonAv, Is.Not.EqualTo(Roll.Ingen), begaran.Name);
                Assert.That(bindningar, Is.EqualTo(1), $"{begaran.Name} ska gälla exakt ett av ärende, nämnd, nämnder eller kommunen.");
            }
        }
    });

    [Test]
    public void Systemet_fattar_aldrig_beslut() => // LOU-40, 6 kap. 38 § KL
        Assert.That(Begaranden.Where(b => b.Name.Contains("beslut", StringComparison.OrdinalIgnoreCase) && typeof(ICommand).IsAssignableFrom(b)
            && b.GetCustomAttribute<KraverAttribute>()!.NagonAv.HasFlag(Roll.System)), Is.Empty);

    [Test]
    public void Det_som_galler_flera_namnder_fragar_med_Namnder() => Assert.Multiple(() =>
    {
        // En kommentar frågar inget. En fil frågar själv, eller genom en typ i en fil som gör det.
        var filer = Filer("Uppfoljning.Application").Select(f => (f.Text, Kod: KommentarRegex().Replace(f.Text, ""))).ToList();
        var fragar = filer.Where(f => f.Kod.Contains("@Namnder", StringComparison.Ordinal) || f.Kod.Contains("@Urval", StringComparison.Ordinal)).ToList();
        var typer = fragar.SelectMany(f => TypRegex().Matches(f.Kod)).Select(m => m.Groups[1].Value + ".").ToHashSet();
        foreach (var begaran in Begaranden.Where(typeof(INamndfiltrerad).IsAssignableFrom))
        {
            var fil = filer.Single(f => f.Text.Contains($"record {begaran.Name}", StringComparison.Ordinal));
            Assert.That(fragar.Contains(fil) || typer.Any(t => fil.Kod.Contains(t, StringComparison.Ordinal)), Is.True, begaran.Name);
        }
    });

    [Test]
    public void Begaranden_handlare_och_validatorer_heter_som_de_ska() => Assert.Multiple(() =>
    {
        foreach (var begaran in Begaranden)
        {
            var kommando = typeof(ICommand).IsAssignableFrom(begaran);
            Assert.That(begaran.Name, Does.EndWith(kommando ? "Command" : "Query"));
        }
        foreach (var typ in Application.GetTypes().Where(t => !t.IsAbstract))
        {
            if (typ.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))) { Assert.That(typ.Name, Does.EndWith("Handler")); }
            if (typeof(IValidator).IsAssignableFrom(typ) && !typ.ContainsGenericParameters) { Assert.That(typ.Name, Does.EndWith("Validator")); }
        }
    });

    [Test]
    public void Namn_ar_skrivna_utan_a_a_och_o() => // å, ä och ö hör hemma i det som användaren läser
        Assert.That(new[] { Domain, Application, Web }.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Select(m => m.Name).Append(t.Name)).Where(n => n.Any(c => "åäöÅÄÖé".Contains(c, StringComparison.Ordinal))).Distinct(), Is.Empty);

    [Test]
    public void Ingen_laser_klockan_sjalv() =>
        Assert.That(new[] { "Uppfoljning.Domain", "Uppfoljning.Application", "Uppfoljning.Web", "Uppfoljning.Pdf", "Uppfoljning.Infrastructure" }.SelectMany(Filer)
            .Where(f => KlockRegex().IsMatch(f.Text)).Select(f => f.Namn), Is.Empty);

    [Test]
    public void Varje_styrklass_kraver_inloggning_utom_de_som_maste_vara_oppna() =>
        Assert.That(Web.GetTypes().Where(t => typeof(ControllerBase).IsAssignableFrom(t) && !t.IsAbstract && t.GetCustomAttribute<AllowAnonymousAttribute>() is not null).Select(t => t.Name),
            Is.EquivalentTo(new[] { "KontoController", "FelController", "ExterninloggningController" }));

    [Test]
    public void Ingen_vy_har_skript_eller_stil_i_sig() =>
        Assert.That(Directory.EnumerateFiles(Kallkod, "*.cshtml", SearchOption.AllDirectories).Where(f => VyRegex().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName), Is.Empty);

    [Test]
    public void Migreringarna_pa_disk_ar_de_som_foljer_med() =>
        Assert.That(Directory.EnumerateFiles(Path.Combine(Rot(), "db", "migrations"), "*.sql").Select(f => Path.GetFileNameWithoutExtension(f)[..4]).Order(),
            Is.EqualTo(Infrastructure.Data.Migrator.Alla.Select(m => m.Nr.ToString("0000", System.Globalization.CultureInfo.InvariantCulture))));

    private static IEnumerable<string> Hanvisningar(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    private static IEnumerable<(string Namn, string Text)> Filer(string projekt) =>
        Directory.EnumerateFiles(Path.Combine(Kallkod, projekt), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains("node_modules", StringComparison.Ordinal))
            .Select(f => (Path.GetFileName(f), File.ReadAllText(f)));

    private static string Rot()
    {
        var mapp = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(mapp.FullName, "Uppfoljning.sln"))) { mapp = mapp.Parent!; }
        return mapp.FullName;
    }

    [GeneratedRegex("//.*")]
    private static partial Regex KommentarRegex();

    [GeneratedRegex(@"\b(?:class|record) (\w+)")]
    private static partial Regex TypRegex();

    [GeneratedRegex(@"DateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex KlockRegex();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|\son\w+=""|\sstyle=""|<style|hx-on")]
    private static partial Regex VyRegex();
}
