// htmx för annars över stilattribut från det gamla till det nya, och sidans policy tillåter inga sådana.
htmx.config.attributesToSettle = ['class'];
// Ändra på plats: felen visas i cellen, och Escape ångrar.
document.body.addEventListener('htmx:beforeSwap', handelse => {
  const { xhr, target } = handelse.detail;
  if ((xhr.status === 409 || xhr.status === 422) && target.classList.contains('cell')) {
    handelse.detail.shouldSwap = true;
    handelse.detail.isError = false;
  }
});
document.body.addEventListener('keydown', handelse => {
  const formular = handelse.key === 'Escape' && handelse.target.closest('.cellform');
  if (formular) {
    handelse.preventDefault();
    formular.querySelector('.cellavbryt').click();
  }
});
// Kryssa alla rader på sidan. Utan skript kryssas de en och en.
function visaKryssaAlla() {
  document.getElementById('kryssa-alla')?.removeAttribute('hidden');
}
visaKryssaAlla();
document.body.addEventListener('htmx:afterSwap', visaKryssaAlla);
document.body.addEventListener('change', handelse => {
  if (handelse.target.id === 'alla-rader') {
    document.querySelectorAll('input[name="RadId"]').forEach(ruta => { ruta.checked = handelse.target.checked; });
  }
});
