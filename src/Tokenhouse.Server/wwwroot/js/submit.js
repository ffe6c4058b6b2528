// Sends the one form of the page on its way; without script the person presses its button.
document.forms[0].submit();
