/** When what had the focus is gone (a row that closed itself), the heading of the screen gets it instead of nobody. */
export function rescueFocus(): void {
  requestAnimationFrame(() => {
    const active = document.activeElement;
    if (active && active !== document.body) return;
    document.querySelector<HTMLElement>('.crossdock-heading')?.focus();
  });
}
