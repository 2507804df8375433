import numpy as np
import pytest

from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Radial, Solid
from avatar.drawing.shapes import circle, mirrored, outline, oval, round_box, smooth, trace
from avatar.drawing.sprite import Sprite

SQUARE = trace((2, 2), (8, 2), (8, 8), (2, 8))


def white(size: int = 10) -> Canvas:
    return Canvas(np.ones((size, size, 3), np.float32), np.eye(2, 3))


def test_fill_covers_its_shape_and_nothing_else() -> None:
    canvas = white()
    canvas.fill(SQUARE, Solid("#000000"))
    assert canvas.pixels[3:7, 3:7].max() == pytest.approx(0, abs=1e-4)
    assert min(canvas.pixels[0].min(), canvas.pixels[:, 0].min()) == pytest.approx(1, abs=1e-4)


def test_edges_are_antialiased_by_area() -> None:
    canvas = white(64)
    canvas.fill(circle(32, 32, 20.3), Solid("#000000"))
    assert (1 - canvas.pixels[..., 0]).sum() == pytest.approx(np.pi * 20.3**2, rel=0.02)
    assert 0 < canvas.pixels[32, 52, 0] < 1


def test_clip_keeps_paint_inside() -> None:
    canvas = white()
    canvas.fill(circle(5, 5, 9), Solid("#FF0000"), clip=canvas.coverage(SQUARE))
    assert canvas.pixels[1].min() == pytest.approx(1, abs=1e-4)
    assert canvas.pixels[5, 5, 1] == pytest.approx(0, abs=1e-4)


def test_clip_beside_the_shape_leaves_nothing() -> None:
    canvas = white(30)
    canvas.fill(circle(25, 25, 3), Solid("#FF0000"), clip=canvas.coverage(SQUARE))
    assert canvas.pixels.min() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("x", [-40.0, 60.0])
def test_shapes_outside_the_canvas_are_left_out(x: float) -> None:
    canvas = white()
    canvas.fill(circle(x, 5, 3), Solid("#000000", blur=1))
    canvas.stroke(trace((x, 0), (x, 9)), 2, Solid("#000000"))
    assert canvas.pixels.min() == pytest.approx(1, abs=1e-4)


def test_blur_spreads_without_losing_paint() -> None:
    canvas = white(60)
    canvas.fill(circle(30, 30, 8), Solid("#000000", blur=4))
    assert canvas.pixels[30, 40, 0] < 0.9
    assert (1 - canvas.pixels[..., 0]).sum() == pytest.approx(np.pi * 64, rel=0.03)


def test_gradients_run_from_first_to_last_stop() -> None:
    canvas = white()
    canvas.fill(SQUARE, Linear((2, 0), (8, 0), ((0.0, "#000000"), (1.0, "#FFFFFF"))))
    row = canvas.pixels[5, 2:8, 0]
    assert np.all(np.diff(row) > 0)
    canvas.fill(SQUARE, Radial((5, 5), 4, ((0.0, "#000000"), (1.0, "#000000", 0.0))))
    assert canvas.pixels[5, 5, 0] < canvas.pixels[5, 7, 0]


def test_stroke_is_as_wide_as_asked() -> None:
    canvas = white(40)
    canvas.stroke(trace((5, 20), (35, 20)), 4, Solid("#000000"))
    assert (1 - canvas.pixels[:, 20, 0]).sum() == pytest.approx(4, abs=0.3)


def test_turned_canvas_draws_turned_shapes() -> None:
    quarter = Canvas(np.ones((20, 20, 3), np.float32), np.array([[0.0, -1.0, 20.0], [1.0, 0.0, 0.0]]))
    quarter.fill(trace((2, 2), (18, 2), (18, 6), (2, 6)), Solid("#000000"))
    assert quarter.pixels[10, 16, 0] < 0.01
    assert quarter.pixels[10, 5, 0] > 0.99


def test_shapes_close_where_they_should() -> None:
    assert np.allclose(outline("M 0 0 L 4 0 Q 6 0 6 2 C 6 4 5 6 0 6 Z")[-1], (0, 6))
    assert np.allclose(smooth([(0, 0), (4, 0), (4, 4)])[-1], (0, 0))
    assert np.allclose(mirrored(np.array([[1.0, 2.0]]), 5), (9, 2))
    assert np.allclose(oval(0, 0, 4, 8).max(axis=0), (4, 8))
    assert np.ptp(oval(0, 0, 4, 8, turned=90)[:, 0]) == pytest.approx(8, rel=0.01)
    assert np.allclose(round_box(0, 0, 10, 6, 99).max(axis=0), (10, 6))


def red_square(density: float = 2) -> Sprite:
    canvas = Canvas.clear(0, 0, 20, 20, density)
    canvas.fill(trace((4, 4), (12, 4), (12, 12), (4, 12)), Solid("#FF0000", 0.5))
    return Sprite.of(canvas)


def test_a_shape_looks_the_same_wherever_the_canvas_ends() -> None:
    whole, part = Canvas(np.ones((40, 40, 3), np.float32), np.eye(2, 3)), white(20)
    for canvas in (whole, part):
        canvas.fill(circle(18, 18, 7), Solid("#000000", blur=2.5))
    assert np.allclose(whole.pixels[:20, :20], part.pixels, atol=0.005)


def test_a_sprite_on_a_canvas_keeps_to_its_clip() -> None:
    canvas = white(30)
    red_square().lay(canvas, 5, 0, canvas.coverage(trace((0, 0), (14, 0), (14, 30), (0, 30))))
    assert np.allclose(canvas.pixels[8, 11], (1, 0.5, 0.5), atol=0.02)
    assert np.allclose(canvas.pixels[8, 15], 1, atol=0.01)
    red_square().lay(canvas, 50, 0)
    assert np.allclose(canvas.pixels[:, 20:], 1)


@pytest.mark.parametrize("down", [0.0, 0.25, 3.0, -6.5, 26.0, -40.0])
def test_an_upright_sprite_falls_as_the_stamped_one(down: float) -> None:
    matrix = np.array([[1.1, 0.0, 3.0], [0.0, 1.1, 2.0]])
    upright, stamped = (np.full((30, 30, 3), 255, np.uint8) for _ in range(2))
    red_square().upright(matrix).stamp(upright, down)
    red_square().stamp(stamped, matrix + np.array([[0.0, 0.0, 0.0], [0.0, 0.0, down]]))
    assert np.abs(upright.astype(int) - stamped).max() <= 2


def test_sprite_falls_where_it_was_drawn() -> None:
    canvas = Canvas.clear(0, 0, 20, 20, density=2)
    canvas.fill(trace((4, 4), (12, 4), (12, 12), (4, 12)), Solid("#FF0000", 0.5))
    picture = np.full((30, 30, 3), 255, np.uint8)
    Sprite.of(canvas).stamp(picture, np.array([[1.0, 0.0, 10.0], [0.0, 1.0, 0.0]]))
    assert np.allclose(picture[8, 18], (255, 128, 128), atol=2)
    assert np.all(picture[8, 8] == 255)
    assert np.all(picture[20, 18] == 255)
