/* Runs before the first paint, so that a dark room never sees a flash of white. A choice made by hand
   (data-chosen, set by settings.js) is kept whatever the device says later. */
{
  const root = document.documentElement;
  const wishes = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) => matchMedia(query));
  const follow = () => {
    if (!root.dataset.chosen) root.dataset.theme = wishes.some((wish) => wish.matches) ? "dark" : "light";
  };
  for (const wish of wishes) wish.addEventListener("change", follow);
  follow();
}
