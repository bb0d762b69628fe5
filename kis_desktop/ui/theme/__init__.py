"""How the screen looks: tokens as data, fonts, the palette and the style sheet."""
