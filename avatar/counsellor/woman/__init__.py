"""A woman in her forties: shoulder-length hair, teal cardigan, headset."""

from avatar.counsellor.badges import draw_tag
from avatar.counsellor.look import WOMAN as LOOK
from avatar.counsellor.person import Person
from avatar.counsellor.woman import clothes, hair, headset

WOMAN = Person(
    look=LOOK,
    behind=(hair.draw_behind,),
    torso=(clothes.draw, draw_tag),
    neck=(clothes.draw_neck,),
    chin_shadow=(clothes.draw_chin_shadow,),
    collar=(clothes.draw_collar,),
    shade=(hair.draw_shadow,),
    front=(hair.draw_front, headset.draw),
)
