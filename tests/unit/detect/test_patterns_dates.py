"""Dates of birth and ages."""

import pytest

CASES = [
    ("DOB: 04/12/1987", "DATE_OF_BIRTH", "04/12/1987"),
    ("I was born on March 3, 1975", "DATE_OF_BIRTH", "March 3, 1975"),
    ("née le 12 février 1980", "DATE_OF_BIRTH", "12 février 1980"),
    ("fecha de nacimiento 3 de mayo de 1992", "DATE_OF_BIRTH", "3 de mayo de 1992"),
    ("nata a Torino il 14/02/1969", "DATE_OF_BIRTH", "14/02/1969"),
    ("nascida em 05.11.1990", "DATE_OF_BIRTH", "05.11.1990"),
    ("ur. 12 marca 1977 r.", "DATE_OF_BIRTH", "12 marca 1977"),
    ("nar. 1.2.1966", "DATE_OF_BIRTH", "1.2.1966"),
    ("geboortedatum 7 mei 1983", "DATE_OF_BIRTH", "7 mei 1983"),
    ("f. 3/4-1968", "DATE_OF_BIRTH", "3/4-1968"),
    ("fødselsdato: 14.08.1999", "DATE_OF_BIRTH", "14.08.1999"),
    ("szül. 1980.05.06.", "DATE_OF_BIRTH", "1980.05.06"),
    ("syntynyt 5.6.1971", "DATE_OF_BIRTH", "5.6.1971"),
    ("született 1966. március 4.", "DATE_OF_BIRTH", "1966. március 4"),
    ("datum rođenja 7. svibnja 1990.", "DATE_OF_BIRTH", "7. svibnja 1990"),
    ("doğum tarihi 01.02.1985", "DATE_OF_BIRTH", "01.02.1985"),
    ("date of birth is 19870412", "DATE_OF_BIRTH", "19870412"),
    ("min födelsedag är 14 mars 1982", "DATE_OF_BIRTH", "14 mars 1982"),
    ("I'm 46 years old", "AGE", "46"),
    ("jag är 34 år", "AGE", "34"),
    ("tengo 33 años", "AGE", "33"),
    ("ich bin 52 Jahre alt", "AGE", "52"),
    ("min son Kalle, f 2011-04-05", "DATE_OF_BIRTH", "2011-04-05"),
    ("personen är född den 5 maj 1966", "DATE_OF_BIRTH", "5 maj 1966"),
    ("Date of birth? 12/05/1980", "DATE_OF_BIRTH", "12/05/1980"),
    ("my birthday is 12 May 1990", "DATE_OF_BIRTH", "12 May 1990"),
    ("dob 3rd June 1988", "DATE_OF_BIRTH", "3rd June 1988"),
    ("né(e) le : 01/02/1990", "DATE_OF_BIRTH", "01/02/1990"),
    ("Geburtsdatum meines Sohnes: 4.5.2012", "DATE_OF_BIRTH", "4.5.2012"),
    ("Geb.-Datum 04.05.1962", "DATE_OF_BIRTH", "04.05.1962"),
    ("rođena sam 5.6.1978.", "DATE_OF_BIRTH", "5.6.1978"),
    ("Datum rođenja djeteta je 12.03.2018.", "DATE_OF_BIRTH", "12.03.2018"),
    ("urodziłam się 05.06.1990", "DATE_OF_BIRTH", "05.06.1990"),
    ("data urodzenia syna: 2012-05-06", "DATE_OF_BIRTH", "2012-05-06"),
    ("nací el 4 de julio de 1977", "DATE_OF_BIRTH", "4 de julio de 1977"),
    ("sono nato il 3 aprile 1950", "DATE_OF_BIRTH", "3 aprile 1950"),
    ("datanascimento: 03/04/1961; nasci a 3 de abril de 1961", "DATE_OF_BIRTH", "3 de abril de 1961"),
    ("hij is geboren op 3-4-1961", "DATE_OF_BIRTH", "3-4-1961"),
    ("Mor er født 12. marts 1944", "DATE_OF_BIRTH", "12. marts 1944"),
    ("Person: Kari Nordmann, 12.03.1967, bor i Oslo", "DATE_OF_BIRTH", "12.03.1967"),
]


@pytest.mark.parametrize(("text", "entity_type", "value"), CASES)
def test_value_is_found_whole_and_with_its_type(text, entity_type, value, assert_found):
    assert_found(text, entity_type, value)
