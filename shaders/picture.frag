#version 330 core
// The frame under a spotlight: where the word looks stays bright and takes the model's colour, the rest dims.
uniform sampler2D picture;
uniform sampler2D heat; // R: attention density relative to its peak
uniform vec3 tint;
uniform float strength; // 0 shows the plain frame
in vec2 at;
out vec4 colour;
void main()
{
    vec3 frame = texture(picture, at).rgb;
    float look = texture(heat, at).r;
    vec3 lit = mix(frame * (0.42 + 0.58 * look), tint, 0.38 * look * look);
    colour = vec4(mix(frame, lit, strength), 1.0);
}
