"""The words for symptoms, and those by which a sentence tells them as the complaint or as what came after."""

from __future__ import annotations

from ..text.vocabulary import Kinds, terms

CUES: Kinds = {
    "symptom": {
        "pain": terms(
            """
            pain, painful, back pain, neck pain, backache, lumbago, sciatica, radiculopathy, radicular pain,
            brachialgia, cervicobrachialgia, radiculalgia, neuralgia, low back pain, cervicalgia, dorsalgia,
            lumbalgia, ache, aching, radicular symptom, cruralgia, cervicodynia, coccygodynia, coccydynia, rachialgia,
            dorsolumbalgia, lumbosciatica, lumbosciatalgia, lumbocruralgia, back discomfort, neck discomfort,
            lumbar discomfort, perineal discomfort, sacral discomfort, leg discomfort
            """
        ),
        "weakness": terms(
            """
            weakness, paraparesis, paraplegia, tetraparesis, quadriparesis, hemiparesis, monoparesis,
            paresis, paralysis, motor deficit, quadriplegia, tetraplegia, foot drop, motor weakness,
            paraplegic, paraparetic, motor loss, leg weakness, quadriplegic, tetraplegic, quadriparetic, tetraparetic,
            hemiplegia, diparesis, dropped foot, footdrop, motor impairment, motor disturbance, motor weaknesses,
            loss of strength, loss of power, palsy, drop foot, loss of force, motor difficulty, motor compromise
            """
        ),
        "sensory loss": terms(
            """
            numbness, sensory loss, sensory deficit, sensory disturbance, hypoesthesia, hypesthesia, hypaesthesia,
            anesthesia of, sensory level, sensory impairment, saddle anesthesia, hypoaesthesia, sensory change, numb,
            saddle anaesthesia, loss of sensation, sensory abnormality, sensory alteration, decreased sensation,
            diminished sensation, reduced sensation, impaired sensation, paresthesia, paraesthesia, dysesthesia,
            dysaesthesia, sensory symptom, sensory deficiency, saddle hypesthesia, impaired proprioception, loss of
            proprioception, loss of pain and temperature, loss of pinprick, loss of position sense, loss of joint
            position sense, loss of vibration sense, loss of vibratory sense, loss of deep sensation
            """
        ),
        "gait disturbance": terms(
            """
            gait disturbance, gait ataxia, ataxia, gait disorder, gait difficulty, difficulty walking,
            difficulty in walking, walking difficulty, gait instability, unsteady gait, gait impairment,
            unable to walk, gait imbalance, spastic gait, inability to walk, walking disturbance,
            unsteadiness, difficulties in walking, abnormal gait, ataxic gait, gait abnormality, gait unsteadiness,
            difficulty with walking, difficulty in gait, impaired gait, walking impairment, unsteady on,
            could not walk,
            gait dysfunction, disturbed gait, trouble walking, difficulty ambulating, inability to ambulate,
            unable to ambulate, impaired walking, loss of ambulation, gait deterioration, ataxic
            """
        ),
        "sphincter disturbance": terms(
            """
            sphincter disturbance, incontinence, urinary retention, bladder dysfunction, bowel dysfunction,
            sphincter dysfunction, urinary incontinence, bladder disturbance, urinary disturbance, sphincter
            disorder, urinary dysfunction, urinary difficulty, bowel and bladder dysfunction, bladder and
            bowel dysfunction, constipation, sphincter paralysis,
            urinary hesitancy, hesitancy, urinary urgency, difficulty voiding, voiding difficulty,
            voiding dysfunction,
            difficulty in voiding, difficulty in urination, difficulty urinating, dysuria, micturition disturbance,
            micturition disorder, bladder and bowel disturbance, bowel and bladder disturbance, bowel disturbance,
            bladder incontinence, bowel incontinence, retention of urine, incontinence of urine, sphincter impairment,
            bladder symptom, loss of bladder control, loss of sphincter control, sphincteric disturbance,
            sphincteric dysfunction, bladder paralysis, neurogenic bladder, vesical dysfunction, urgency of micturition,
            urgency of urination, urge incontinence, fecal incontinence, faecal incontinence, urinary urge,
            overflow incontinence, sphincter deficit, sphincter involvement, anal incontinence, urinary frequency
            """
        ),
        "myelopathy": terms("myelopathy, myelopathic"),
        "cauda equina syndrome": terms("cauda equina syndrome, cauda equina compression syndrome"),
        "incidental": terms("incidentally, incidental, asymptomatic, no symptom, without symptom, symptomless"),
        "mass": terms("palpable mass, swelling, lump"),
        "headache": terms("headache"),
        "fracture": terms("pathological fracture, pathologic fracture, compression fracture"),
        "weight loss": terms("weight loss"),
        "hypoglycemia": terms("hypoglycemia, hypoglycaemia"),
        "visual disturbance": terms("visual disturbance, visual loss, visual impairment, diplopia, blurred vision"),
        "seizure": terms("seizure, convulsion"),
    },
    "presenting": {
        "": terms(
            """
            presented, presenting, presents, complained, complaining, complaint, complaints, admitted,
            symptom, suffered, suffering, history of, causing, caused, developed, manifested, manifesting,
            because of, due to, experienced, referred, with a, chief complaint, readmitted, felt,
            discovered, found, detected, onset, reported, noticed, prompted, prompting, investigated for,
            evaluated for, medical attention,
            experience, experiences, experiencing, evolution, clinical picture, began to, reporting, suffers, noting,
            visited, visits,
            examined for, hospitalized, hospitalised, seen for, consulted, attended, revealed by, sought
            """
        ),
    },
    "presenting first": {
        "": terms(
            """
            had, returned, followed by, accompanied by, associated with, together with, apart from, could not, could
            no longer, on examination, examination, neurological, developed, supervened, added, suffered, exhibited,
            had had, woke, recalled, worsened, led to, leading to, responsible for, brought, noted, rendered,
            rendering, stopped, lost, awoke, cause of, because, started, began, became, appeared, occurred, followed,
            preceded, heralded, ensued, progressed, progressing, evolved, endorsed, endorses, endorsing, described,
            mentioned, related, stated, deteriorated, aggravated, required, requiring, necessitated, strength, motor
            power, there was, there were, refractory, intractable, severe, unresponsive, operated on for, operated
            for, rapidly, gradually, insidious, insidiously
            """
        ),
    },
    "afterwards": {
        "": terms(
            """
            improved, resolved, relieved, relief, disappeared, recovered, postoperatively, postoperative,
            after surgery, follow up, improvement, recovery, pain free, after the operation, subsided,
            regained, complication, after treatment
            """
        ),
    },
}
