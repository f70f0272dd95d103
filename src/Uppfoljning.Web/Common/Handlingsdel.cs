namespace Uppfoljning.Web.Common;

/// <summary>En handling på sin sida: innehållet, och adresserna där den hämtas.</summary>
public sealed record Handlingsdel(string Html, string Pdf, string Word);
