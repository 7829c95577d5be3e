"""The commonest function words of each language: what a language is told by, and what tells nothing of a text.

Articles, pronouns, prepositions, conjunctions, auxiliary verbs and a few adverbs, the commonest first, as any grammar
or list of frequencies has them; about as many of each language, so that none has more by chance than another. Written
by hand for `kg.stories.tongues`. Keys are ISO 639-1.
"""

# ruff: noqa: RUF001 - letters of other scripts are meant

from __future__ import annotations

_TABLES = {
    "en": """the of and to in a is that for it as was with be by on not he his but at are this have from or had an they
        which you were her all she there would their we him been has when who will more no if out so said what up its
        about into than them can only other new some could these two may then do first any my now such over our how
        after why says amid""",
    "de": """der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er
        hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis
        mehr durch man sein wurde sei hatte kann gegen vom können schon wenn unter wir ihr ihre ihren soll muss will
        beim ins gibt""",
    "fr": """de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont mais avec aux
        ou cette son comme on à elle sa ses entre après être leur deux été fait ces nous vous ont sans où lui contre
        était même si dont tout avant peut selon ils chez vers aussi""",
    "es": """de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin
        sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué
        sólo han yo hay vez puede todos así nos ni parte tiene él uno donde tras contra""",
    "it": """di e il la che in un a per è una del non sono della i con si da le dei nel alla gli al più ha lo come ma
        delle dal anche o su dalla se nella ai ed questo suo sua tra due alle ad nei hanno degli stato contro essere
        dopo era sulla cui molto ci sul dalle fra solo loro ancora perché ecco""",
    "pt": """de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu
        sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter
        seus quem nas me esse eles foram após sobre diz contra são""",
    "nl": """de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit door naar over
        heeft hij ze wordt nog tot of worden hun meer kan al dit was geen werd deze wel zich na wil ik jaar tegen onder
        zo hebben we had moet zou wat haar hem toch veel waar twee""",
    "pl": """w i na z się do nie to że o jest za a po od jak co przez dla ale przed ma już są tym tego tak będzie czy ze
        który która które pod być jego jej ich był było tylko może oraz także roku przy lub jako bez nad gdy więc może
        można bardzo jeszcze kto ten ta te tej tych został została mnie""",
    "cs": """a se v na je že z o s to do k i za ve po pro jsem ale by jako od jsou si který která které tak u byl bylo
        byla jeho co už nebo být při až než před má aby bude podle jak také jen není pod ze proti jejich této tento kde
        když další jejím však mezi""",
    "sk": """a sa v na je že z o s to do k aj za vo po pre som ale by ako od sú si ktorý ktorá ktoré tak u bol bolo bola
        jeho čo už alebo byť pri až než pred má aby bude podľa ak tiež len nie pod zo proti ich tento kde keď ďalší
        však medzi pri sme ste""",
    "sl": """v in je na za se da z so ki pa bi s ne po tudi od kot še iz do o pri bo ali ni so že kako več če ter med ob
        lahko pred bil bila bilo svoje le sem jih njegov tem te ta to ko bodo smo ste zaradi proti""",
    "sr": """u i je na se da za su od sa će o iz koji ne a kao što do nije bi po koja samo ili ali biti bilo bio bila
        kod pri svi to smo ima jer oko nakon prema već još šta ako te li bez pre sve njih nam tko kako zbog protiv
        у и је на се да за су од са ће о из који не а као што до није би по која само или али бити било био била код
        од нам ко како због против после""",
    "ru": """и в не на с что он по как это к за из у о но его от же а для до так все бы то она или мы ее при они только
        был была были было уже также под еще если со во есть кто может будет чем когда их после без ли над перед между
        который которые году против рассказал""",
    "uk": """і в не на з що у до та за про як це по для від а він його й але або із вже при так також ще бути є був була
        було були їх ми під які який яка якщо щоб буде року після через проти та або без між коли їхній чи вона вони
        тому де може""",
    "bg": """на и да за в се от е с не са по че как но или до ще при от като което който която които си това тази този
        след има бе беше му им ни още само те той тя ние вече ли без при през до над под към срещу между част така ако
        във със""",
    "be": """і ў не на з што у да за пра як гэта па для ад а ён яго але або ўжо пры так таксама яшчэ быць ёсць быў была
        было былі іх мы пад якія які якая калі каб будзе года пасля праз супраць без паміж""",
    "mk": """на и да за во се од е со не ќе што ги го ја му им но или до при како која кој кои тоа оваа овој по има беше
        уште само тие тој таа ние веќе ли без над под кон меѓу биде биле сум""",
    "el": """και το να του η της την ο με για που τα από των σε στο στη στην δεν θα τον τις είναι οι στον τους ότι μας
        αυτό ως στα μια ένα κατά αλλά πως αν μετά ήταν έχει έναν μία στις στους πρέπει πριν όταν ή τι γιατί πιο όπως
        μέχρι μόνο έχουν χωρίς""",
    "tr": """ve bir bu da de için ile çok daha olan olarak gibi ne kadar en o var mi sonra ise ki ama her değil dedi
        oldu olduğu göre mı mu yok kendi ya bile etti iki yeni ilk son yeniden tarafından ancak hem nasıl neden şu önce
        sadece eden edildi üzerinde arasında karşı veya oluyor edecek""",
    "az": """və bir bu da də üçün ilə çox daha olan olaraq kimi nə qədər ən o var sonra isə ki amma hər deyil dedi oldu
        görə yox öz həm necə niyə bütün yeni ilk olub edib bildirib etdi onun lakin""",
    "sv": """och i att det som en på är av för med till den har de inte om ett han men var sig från vi så kan nu när ska
        efter ut hade här mot vid än också eller över under skulle man blir bara där upp vara mer alla sin sina hon nya
        säger måste mellan""",
    "da": """og i at det er en til på af for de med der den ikke som har et fra han var men sig om vi så kan nu når skal
        efter ud havde her mod ved end også eller over under ville man bliver kun hvor op være mere alle sin sine hun
        nye siger må mellem blev jeg efter""",
    "no": """og i det er en til på av for de med som den ikke har et fra han var men seg om vi så kan nå når skal etter
        ut hadde her mot ved enn også eller over under ville man blir bare der opp være mer alle sin sine hun nye sier
        må mellom ble jeg etter""",
    "is": """og að í á er sem til við um með af en ekki var það fyrir hann því frá eru hafa verið verður eftir sé hefur
        þar þau þeir hún svo upp nú þess segir ekki eða yfir""",
    "fi": """ja on ei se että oli hän mutta ovat kun myös joka niin tai kuin ole jo jos vain sen nyt mukaan hänen mitä
        mikä näin olla olisi vielä sekä jälkeen voi kanssa ennen tämä tämän koska nämä siitä miten miksi yli ollut eli
        uusi sitten uuden vuotta eivät jotka""",
    "et": """ja on ei et see oli ta aga kui ka mis ning või nii kes oma veel siis selle ole eest juba välja
        pärast vaid üle kuidas miks kas mille sellest peab võib saab uue enne poolt eesti pole olid nad tema olla
        kõik koos kohta""",
    "hu": """a az és hogy nem is egy meg volt de már csak ez még mint el azt ki lesz van ha vagy után után szerint több
        minden miatt lehet két kell most ezt akik ami aki fel között pedig majd ellen így mert előtt nagy új be""",
    "ro": """de și în a la cu pe din care nu este un o să mai au că pentru fi sau fost ce al ale prin după dar lui ei
        când s-a ca cel cea mai între sunt avea până doar dintre fără această acest său despre spune împotriva""",
    "ca": """de la i que el en a per les els un amb no una del es al va és dels més però seu ha són o com s'ha pel seva
        ser entre ja també aquest aquesta sobre fins quan han després seus molt tot hi on sense ens pels als""",
    "gl": """de a que o e do da en un para é con non unha os no se na por máis as dos como pero foi ao das ten á seu súa
        ou ser cando moi hai nos xa está tamén só polo pola ata isto entre despois sen aos pode""",
    "eu": """eta da ez du bat ere dira zen izan dute baina edo izango ditu egin den behar egiten dela dituzte baino
        beste hori bere gehiago oso zuen da bi horren arte nola""",
    "ga": """an na agus ar i a go le is tá ag do níl nach bhí leis don de sa seo sin ach mar faoi ó chun gur atá ní
        féin ina nó idir roimh""",
    "lt": """ir kad į su yra iš ne bet už tai jis per buvo apie ar nuo kaip po dėl jau tik savo prie jo jos bus ji jie
        taip kai nes dar gali iki labai kurie kuris tačiau prieš""",
    "lv": """un ir ka no ar uz par bet arī tas kas lai pie pēc vai tikai jau nav to kā bija viņš viņa viņi tiek līdz
        gan gada būs ja vēl pret starp tā kurš""",
    "sq": """në të dhe e i për me një nga që është si nuk se ka do u por kjo ky janë më kanë pas tek deri ishte duke
        ose prej ndaj edhe""",
    "id": """yang dan di ini itu dengan untuk dari tidak dalam akan pada juga ke karena ada oleh saat lebih bisa telah
        sebagai sudah adalah para atau tak jadi saya kami mereka hingga agar setelah tersebut dia belum secara soal
        bagi dapat kata masih""",
    "vi": """và của là có không được cho trong với một người các những này đã đến từ khi để về tại sẽ ra vào như bị ở
        cũng nhiều năm trên nhưng đang phải theo hơn sau còn vì nếu""",
    "tl": """ang ng sa na mga ay at ni si para may hindi ito kay nang mga kung niya rin din pa siya ako nasa mula""",
    "sw": """ya na wa kwa ni katika za la cha kuwa hiyo huo hii watu yake lakini baada kama vya hayo pia kutoka alisema
        wake bila""",
    "ar": """في من على إلى أن عن مع هذا هذه التي الذي بعد ما لا كان بين قد أو كل ذلك حول خلال قبل عند لم ضد غير هو هي
        كما حتى أكثر منذ بعض تم ثم لن عبر لكن أي وفي وقال التى""",
    "fa": """و در به از که این را با است برای آن یک خود تا بر شد هم می نیز شده های ها بود کرد باید اما یا پس وی ای هر
        دو چه پیش اگر همه چرا می‌شود شود کند دارد نمی هستند بین""",
    "ur": """کے کی میں سے کا اور کو نے ہے پر کہ یہ بھی ہیں ایک اس کر جو نہیں تھا گیا کیا کہا لیے تو ہو اپنے والے ہی
        دیا ان تک ساتھ بعد وہ گئی""",
    "he": """של את על לא זה הוא עם כי גם היא או אל יש אם אבל כל כדי בין אחרי עוד אין היה רק לאחר יותר אך מה אני הם
        זו ידי לפי לפני נגד בגלל כך אשר""",
    "hi": """के में की है को से का और पर ने यह भी हैं एक कि इस लिए हो नहीं तो कर साथ था गया कहा बाद वाले रहे जो ही
        अपने थे या किया तक लेकिन""",
    "ne": """छ को मा र का ले छन् भने पनि लाई यो गरेको भएको गर्ने हो बाट एक तथा लागि भन्ने गरेका हुने""",
    "mr": """आहे या आणि च्या ते तर हे की मध्ये आहेत केली नाही होते एक असे यांनी व त्या झाला केला""",
    "hy": """և է են որ մեջ այս ու հետ նա համար էր իր մեկ մասին բայց չի ոչ նաեւ նաև են այն ինչ""",
    "yi": """די און פון אין צו איז דער דאס אז מיט נישט האט אויף ער איך זיי""",
    "eo": """la de kaj en estas al ke por ne kun mi el sed ĝi li pri ili kiu kiel sur""",
}

FUNCTION_WORDS = {name: tuple(dict.fromkeys(table.split())) for name, table in _TABLES.items()}
