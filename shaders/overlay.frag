#version 330 core
// Rounded boxes, outlines and distance-field glyphs in one pass.
uniform sampler2D atlas;
in vec2 where;
flat in vec4 form;
flat in vec4 ink;
out vec4 colour;
void main()
{
    float inside;
    if (form.w < 0.0)
    {
        inside = (texture(atlas, where).r - 0.5) * form.x + form.y;
    }
    else
    {
        vec2 corner = abs(where) - form.xy + form.z;
        float distance = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - form.z;
        inside = form.w > 0.0 ? min(-distance, distance + form.w) : -distance;
    }
    colour = vec4(ink.rgb, ink.a * clamp(inside + 0.5, 0.0, 1.0));
}
