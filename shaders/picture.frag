#version 330 core
// The frame under a spotlight: where the word looks stays bright and takes the model's colour, the rest dims. A difference of two models
// has its zero at `even` and a colour for either side.
uniform sampler2D picture;
uniform sampler2D heat; // R: attention density relative to its peak
uniform vec3 tint;
uniform vec3 against;   // below `even`
uniform float even;     // 0 for one model's attention
uniform float strength; // 0 shows the plain frame
in vec2 at;
out vec4 colour;
void main()
{
    vec3 frame = texture(picture, at).rgb;
    float look = texture(heat, at).r - even;
    vec3 ink = look < 0.0 ? against : tint;
    look = clamp(look < 0.0 ? -look / even : look / (1.0 - even), 0.0, 1.0);
    // A difference is read by its colour, an attention by the picture it lights up.
    float depth = even > 0.0 ? 0.75 * smoothstep(0.04, 0.7, look) : 0.38 * look * look;
    vec3 lit = mix(frame * (0.42 + 0.58 * look), ink, depth);
    colour = vec4(mix(frame, lit, strength), 1.0);
}
