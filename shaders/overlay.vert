#version 330 core
// Quads in pixels, y down. The target is read back top row first, so y is not turned over here.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 local;  // pixels from the centre, or atlas coordinates
layout(location = 2) in vec4 shape;  // half width, half height, radius, stroke; glyphs: pixels per distance unit, weight, 0, -1
layout(location = 3) in vec4 tint;
uniform vec2 size;
out vec2 where;
flat out vec4 form;
flat out vec4 ink;
void main()
{
    where = local;
    form = shape;
    ink = tint;
    gl_Position = vec4(position / size * 2.0 - 1.0, 0.0, 1.0);
}
