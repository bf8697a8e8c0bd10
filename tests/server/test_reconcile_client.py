"""The reconciliation service, used by a client that others wrote for OpenRefine's protocol."""

import pytest

reconciler = pytest.importorskip("reconciler", reason="the client `reconciler` is not installed")
pd = pytest.importorskip("pandas")


@pytest.mark.filterwarnings("ignore")  # the client's own, of pandas and tqdm
def test_a_column_of_a_table(live):
    table = pd.DataFrame(
        {"city": ["Springfield", "Springfeild", "Denver"], "state": ["Illinois", "Oregon", "Colorado"]}
    )
    found = reconciler.reconcile(
        table["city"],
        type_id="City",
        property_mapping={"within": table["state"]},
        reconciliation_endpoint=f"http://127.0.0.1:{live.port}/reconcile",
    )
    by_name = dict(zip(found["input_value"], found["id"], strict=True))
    assert by_name["Springfeild"] == "place/us-or-springfield"
    assert by_name["Denver"] == "place/us-co-denver"
    assert set(found["id"]) >= {"place/us-il-springfield"}
    assert all(found["match"].isin([True, False]))


@pytest.mark.filterwarnings("ignore")
def test_misspelt_bodies(live):
    names = pd.Series(["Imigration and Customs Enforcement", "Departement of Homeland Security", "9th Circuit"])
    found = reconciler.reconcile(names, reconciliation_endpoint=f"http://127.0.0.1:{live.port}/reconcile")
    assert set(found["id"]) == {"agency/us-ice", "agency/us-dhs", "court/ca9"}
