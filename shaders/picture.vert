#version 330 core
// A rectangle of the frame; corners come from the vertex number, so no buffer is bound.
uniform vec4 place; // left, top, right, bottom in clip space
out vec2 at;
void main()
{
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(mix(place.x, place.z, at.x), mix(place.y, place.w, at.y), 0.0, 1.0);
}
