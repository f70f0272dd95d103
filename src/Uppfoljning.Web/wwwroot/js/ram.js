// På en telefon börjar meny och filter hopvikta. Utan skript är de öppna; allt går att nå ändå.
if (window.matchMedia('(max-width: 760px)').matches) {
  document.querySelectorAll('.meny-vikt, .filter-vikt').forEach(del => del.removeAttribute('open'));
}
// Felrutan först: den som just skickade ett formulär ska få höra vad som hindrar.
document.getElementById('fel')?.focus();
// Escape i sökrutan tar bort förslagen; Enter söker som vanligt.
document.getElementById('sok')?.addEventListener('keydown', handelse => {
  if (handelse.key === 'Escape') { document.getElementById('snabbtraffar').replaceChildren(); }
});
