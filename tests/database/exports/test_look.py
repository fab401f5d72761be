import pytest, math, random
from decimal import Decimal
from shapely.geometry import *
from land.exports.pdf import plot_pdf
from land.actions import create_plots
from tests import places
from tests.database.exports.conftest import TODAY
from pathlib import Path
pytestmark = pytest.mark.django_db
def test_look(plots, people, register):
    x,y=places.VUNG_TAU
    random.seed(2); pts=[]
    for i in range(300):
        a=-i/300*2*math.pi; r=900+200*math.sin(5*a)+random.uniform(-25,25)
        pts.append((x-3000+r*math.cos(a),y+3000+r*math.sin(a)))
    big=create_plots(actor=None,drafts=[register.draft(name="Hồ chứa nước Đá Đen",geom=MultiPolygon([Polygon(pts)]),land_use_id="CGT")])[0]
    o=Path('/tmp/look'); o.mkdir(exist_ok=True)
    from land.models import Plot
    Plot.objects.filter(pk=plots['hole'].pk).update(sample=True)
    a="https://datcong.example.vn/plots/%s/"
    for n,pl,kw in [('simple',plots['simple'],dict(user=people['officer'],staff=True)),('hole',plots['hole'],dict(user=None)),('parts',plots['parts'],dict(user=None,paper="A3")),('point',plots['point'],dict(user=None)),('big',big,dict(user=None))]:
        (o/f'{n}.pdf').write_bytes(plot_pdf(pl.code,address=a%pl.code,today=TODAY,**kw).content())
