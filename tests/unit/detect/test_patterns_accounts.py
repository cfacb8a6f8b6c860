"""User names and handles."""

import pytest

CASES = [
    ("username: jsmith", "USERNAME", "jsmith"),
    ("my login is tomcat_44", "USERNAME", "tomcat_44"),
    ("Benutzername hmueller77", "USERNAME", "hmueller77"),
    ("pseudo : loulou93", "USERNAME", "loulou93"),
    ("usuario: pepe.garcia", "USERNAME", "pepe.garcia"),
    ("brukernavn: olanord", "USERNAME", "olanord"),
    ("käyttäjätunnus matti_v", "USERNAME", "matti_v"),
    ("gebruikersnaam is jan_jansen", "USERNAME", "jan_jansen"),
    ("nazwa użytkownika: kasia88", "USERNAME", "kasia88"),
    ("uživatelské jméno pepa.novak", "USERNAME", "pepa.novak"),
    ("DM me @kim.lund99 pls", "SOCIAL_HANDLE", "@kim.lund99"),
    ("Alias: storm_x, inloggad som kari.holm", "USERNAME", "kari.holm"),
    ("logga in med e-post? användarnamn annika.b91", "USERNAME", "annika.b91"),
    ("mitt konto heter bjorne_78", "USERNAME", "bjorne_78"),
    ("min profil är fiskarn54", "USERNAME", "fiskarn54"),
    ("my account sarah_w92 got hacked", "USERNAME", "sarah_w92"),
    ("user id is 'mbrown7'", "USERNAME", "mbrown7"),
    ("Nutzer: lena.m, bitte freischalten", "USERNAME", "lena.m"),
    ("mein Account heißt wolke7x", "USERNAME", "wolke7x"),
    ("korisnik ivan.horvat1 ne može ući", "USERNAME", "ivan.horvat1"),
    ("mój login to zosia_k", "USERNAME", "zosia_k"),
    ("il mio utente è marco.r88", "USERNAME", "marco.r88"),
    ("o meu utilizador: ritinha_s", "USERNAME", "ritinha_s"),
    ("mijn gebruikersnaam: keesje_12", "USERNAME", "keesje_12"),
    ("identifiant : jdupont", "USERNAME", "jdupont"),
    ("Login: pkowalski, hasło: Kot2020", "USERNAME", "pkowalski"),
]


@pytest.mark.parametrize(("text", "entity_type", "value"), CASES)
def test_value_is_found_whole_and_with_its_type(text, entity_type, value, assert_found):
    assert_found(text, entity_type, value)
