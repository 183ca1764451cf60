"""What the database itself refuses, whatever the program above it does."""

from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person


def test_hello(cast):
    with acting_as(cast.karin):
        assert {p.given_name for p in Person.objects.all()} == {"Aase", "Villy"}
    assert not Person.objects.exists()


def test_hello_committed(committed_cast):
    with acting_as(committed_cast.mette):
        assert Person.objects.count() == 3


def test_hello_again(cast):
    with acting_as(cast.mette):
        assert Person.objects.count() == 3
