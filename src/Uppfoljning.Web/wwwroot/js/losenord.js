// En ruta att kryssa i för att se det man skriver. Utan skript skrivs lösenordet dolt.
document.querySelectorAll('input[type="password"]').forEach((falt, nr) => {
  const rad = document.createElement('div');
  const ruta = document.createElement('input');
  const etikett = document.createElement('label');
  rad.className = 'kryssruta';
  ruta.type = 'checkbox';
  ruta.className = 'form-check-input';
  ruta.id = `visa-losenord-${nr}`;
  etikett.htmlFor = ruta.id;
  etikett.textContent = 'Visa det jag skriver';
  ruta.addEventListener('change', () => { falt.type = ruta.checked ? 'text' : 'password'; });
  falt.form?.addEventListener('submit', () => { falt.type = 'password'; });
  rad.append(ruta, etikett);
  falt.after(rad);
});
