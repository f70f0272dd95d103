// På en telefon börjar menyn hopvikt. Utan skript är den öppen; allt går att nå ändå.
if (window.matchMedia('(max-width: 760px)').matches) {
  document.querySelector('.meny-vikt')?.removeAttribute('open');
}
// Felrutan först: den som just skickade ett formulär ska få höra vad som hindrar.
document.getElementById('fel')?.focus();
