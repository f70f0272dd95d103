namespace Uppfoljning.Web.Common;

/// <summary>Var ett sammanträde står i dag, för märket bredvid det.</summary>
public sealed record Sammantradeslage(bool Installt, DateOnly Datum, DateOnly Idag, bool Nasta = false);
