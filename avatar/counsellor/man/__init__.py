"""A man of about fifty: short hair, grey at the temples, thin glasses, navy jacket."""

from avatar.counsellor.look import MAN as LOOK
from avatar.counsellor.man import clothes, glasses, hair
from avatar.counsellor.person import Person

MAN = Person(
    look=LOOK,
    behind=(hair.draw_behind, hair.draw_ears),
    torso=(clothes.draw, clothes.draw_tag),
    neck=(clothes.draw_neck,),
    chin_shadow=(clothes.draw_chin_shadow,),
    collar=(clothes.draw_collar, clothes.draw_tie),
    shade=(hair.draw_shadow,),
    front=(hair.draw_front,),
    glasses=(glasses.draw,),
)
